// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Locale;
import java.util.Optional;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.Origin;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.dialect.LentList;

/// Which list an expression names: a member of a structure, in all objects of it, or a parameter.
///
/// @param text tells lists apart: `skcipher_request.src`, `bsg_job.request_payload.sg_list`
/// @param member the member of `owner` that holds the list, empty for a parameter
/// @param lent the expression of the vectors that a subsystem keeps beside the list, as `code`
///   spells it
record ListKey(String text, Optional<Entity.Field> member, Optional<String> lent) {

  /// The list that `expr` names in `code`.
  static Optional<ListKey> of(Expr expr, FunctionCode code) {
    return switch (expr) {
      case Expr.Name name -> ofName(name, code);
      case Expr.Member m -> ofMember(m, code);
      case Expr.Unary(UnaryOperator o, Expr.Index(Expr base, Expr index, var _), var _)
          when o == UnaryOperator.ADDRESS_OF && Constants.is(index, 0, code) ->
          of(base, code);
      case Expr.Unary(UnaryOperator o, Expr operand, var _) when o == UnaryOperator.ADDRESS_OF ->
          switch (operand) {
            case Expr.Member m -> ofMember(m, code);
            case Expr.Name name -> ofTable(name, code);
            default -> Optional.empty();
          };
      case Expr.Cast(var _, Expr operand, var _) -> of(operand, code);
      default -> Optional.empty();
    };
  }

  /// The list of the table that `expr` points to.
  static Optional<ListKey> ofTable(Expr expr, FunctionCode code) {
    return of(expr, code).map(k -> k.list("sgl"));
  }

  /// A table that is a local variable itself.
  private static Optional<ListKey> ofTable(Expr.Name name, FunctionCode code) {
    return code.type(name).equals(TableRef.TYPE)
            && Entity.of(name, code).orElse(null) instanceof Entity.Local local
        ? Optional.of(local(local))
        : Optional.empty();
  }

  private ListKey list(String field) {
    return new ListKey(text + "." + field, member, Optional.empty());
  }

  private static Optional<ListKey> ofName(Expr.Name name, FunctionCode code) {
    if (code.type(name).equals(TableRef.TYPE)) {
      return ofTable(name, code);
    }
    if (!(Entity.of(name, code).orElse(null) instanceof Entity.Local local)) {
      return Optional.empty();
    }
    if (local.parameter()) {
      return Assignments.of(local, code).isEmpty() ? Optional.of(local(local)) : Optional.empty();
    }
    Optional<Expr> value = Assignments.single(name, code).filter(e -> !e.equals(name));
    return value.filter(ListKey::isAllocation).isPresent()
        ? Optional.of(local(local))
        : value.flatMap(e -> of(e, code));
  }

  private static boolean isAllocation(Expr value) {
    return value instanceof Expr.Call c
        && c.name().filter(n -> n.matches("k[mz]alloc\\w*")).isPresent();
  }

  private static ListKey local(Entity.Local local) {
    return new ListKey(local.path() + ":" + local.declaredAt(), Optional.empty(), Optional.empty());
  }

  private static Optional<ListKey> ofMember(Expr.Member m, FunctionCode code) {
    if (!(Entity.of(m, code).orElse(null) instanceof Entity.Field field)) {
      return Optional.empty();
    }
    if (field.tag().equals("sg_table") && !(m.base() instanceof Expr.Member && !m.arrow())) {
      return of(m.base(), code).map(k -> k.list(m.field()));
    }
    if (!m.arrow() && m.base() instanceof Expr.Member outer) {
      return ofMember(outer, code)
          .map(k -> new ListKey(k.text() + "." + m.field(), k.member(), lent(m, field, code)));
    }
    return Optional.of(
        new ListKey(field.tag() + "." + field.name(), Optional.of(field), lent(m, field, code)));
  }

  private static Optional<String> lent(Expr.Member m, Entity.Field field, FunctionCode code) {
    return LentList.of(field.tag(), field.name())
        .map(l -> code.text(m.base().span()) + (m.arrow() ? "->" : ".") + l.vectors());
  }

  /// Whose list it is, when another subsystem fills it.
  Optional<Origin> origin() {
    return member.flatMap(f -> KernelApi.builtIn().origin(f.tag(), f.name()));
  }

  /// Whether both are the same list.
  boolean is(ListKey other) {
    return text.equals(other.text());
  }

  /// A name for its vectors: `src_vecs`, and `vecs` for a list that is only called a list.
  String vectors() {
    String last = text.substring(text.lastIndexOf('.') + 1);
    String before = text.substring(0, Math.max(0, text.lastIndexOf('.')));
    if (last.equals("sg_list") && before.contains(".")) {
      last = before.substring(before.lastIndexOf('.') + 1);
    }
    String stem =
        last.toLowerCase(Locale.ROOT)
            .replaceAll("^(sg|sgl|sgt)_|_(sg|sgl|sgt|sglist|sg_list)$", "");
    boolean plain = stem.matches("sgl?|sgt|sglist|sg_list|scatter(list)?|list|sg_table|\\d+");
    return plain || text.contains(":") ? "vecs" : stem + "_vecs";
  }
}
