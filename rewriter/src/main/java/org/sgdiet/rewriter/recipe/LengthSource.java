// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.code.Uses;

/// Where the length that was mapped can be read later: an unmap must get the same one.
///
/// @param text the length as the filling call has it
/// @param everywhere whether it is fixed at compile time
/// @param member its name when it is a member of the entry's own struct that nobody else writes
/// @param inFunction whether the expression keeps its value in the mapping function
/// @param mapping the mapping function
/// @param kept whether other functions need a member of their own for it
record LengthSource(
    String text,
    boolean everywhere,
    Optional<String> member,
    boolean inFunction,
    Optional<FunctionCode> mapping,
    boolean kept) {

  /// The length travels with the vector.
  static final LengthSource NONE =
      new LengthSource("", true, Optional.empty(), true, Optional.empty(), false);

  static LengthSource of(OwnEntry entry, OneEntryRewrite.Mapping mapping, CodeTree tree)
      throws RefusedException {
    EntryUse fill = mapping.fill();
    FunctionCode code = fill.at().in();
    Expr length = fill.call().args().get(2);
    String text = new org.sgdiet.rewriter.edit.SourceText(code.file().text()).joined(length.span());
    boolean everywhere = Constants.fixed(length, code);
    boolean stable = everywhere || (plain(length) && !changesAfter(length, fill.at(), code));
    boolean compared = entry.of(EntryUse.Kind.LENGTH).stream().anyMatch(u -> u.at().in() != code);
    Optional<String> member =
        ownMember(length, fill, entry, tree).filter(_ -> !compared || unsigned(length, code));
    boolean elsewhere = entry.uses().stream().anyMatch(u -> u.at().in() != code && readsLength(u));
    boolean kept = elsewhere && !everywhere && member.isEmpty();
    if (kept && !(entry.entity() instanceof Entity.Field)) {
      throw RefusedException.assist(
          fill.at(), "the length is not known where the buffer is unmapped");
    }
    return new LengthSource(text, everywhere, member, stable, Optional.of(code), kept);
  }

  /// Whether the length is unsigned, as an entry's length is: comparisons keep their meaning.
  private static boolean unsigned(Expr length, FunctionCode code) {
    return code.type(length) instanceof CType.Int i && !i.signed() && i.bits() >= 32;
  }

  private static boolean readsLength(EntryUse use) {
    return switch (use.kind()) {
      case UNMAP, SYNC, LENGTH, PREPARE, MAP -> true;
      case FILL, INIT, ADDRESS -> false;
    };
  }

  private static boolean plain(Expr e) {
    return switch (e) {
      case Expr.Name _ -> true;
      case Expr.Member m -> plain(m.base());
      default -> false;
    };
  }

  /// Whether one of the variables of `length` may change after the entry was filled.
  private static boolean changesAfter(Expr length, Occurrence fill, FunctionCode code) {
    Optional<Entity> entity = Entity.of(length, code);
    return entity.isEmpty()
        || code.occurrences().stream()
            .filter(o -> o.span().start() > fill.span().end())
            .filter(o -> Entity.of(o.expr(), code).equals(entity))
            .anyMatch(LengthSource::written);
  }

  private static boolean written(Occurrence o) {
    return o.parent()
        .filter(p ->
            switch (p.expr()) {
              case Expr.Assign a -> a.target().equals(o.expr());
              case Expr.Step _ -> true;
              case Expr.Unary u -> u.operator() == UnaryOperator.ADDRESS_OF;
              default -> false;
            })
        .isPresent();
  }

  private static Optional<String> ownMember(
      Expr length, EntryUse fill, OwnEntry entry, CodeTree tree) {
    FunctionCode code = fill.at().in();
    if (!(length instanceof Expr.Member m)
        || !(entry.entity() instanceof Entity.Field own)
        || !(Entity.of(length, code).orElse(own) instanceof Entity.Field field)
        || !field.tag().equals(own.tag())
        || !code.text(new Span(m.span().start(), m.fieldSpan().start())).equals(fill.base())) {
      return Optional.empty();
    }
    Uses uses = tree.uses(field, code);
    boolean onlyHere =
        uses.reach() == Uses.Reach.KNOWN
            && uses.loose().isEmpty()
            && uses.occurrences().stream()
                .filter(LengthSource::written)
                .allMatch(o -> o.in() == code && o.span().end() <= fill.at().span().start());
    return onlyHere ? Optional.of(m.field()) : Optional.empty();
  }

  /// The length where `use` stands.
  ///
  /// @param memberPath the entry's struct member for it, as `use` would write it
  /// @param local the local variable for it
  String at(EntryUse use, String memberPath, String local) {
    if (everywhere) {
      return text;
    }
    boolean here = mapping.filter(m -> m == use.at().in()).isPresent();
    if (here && inFunction) {
      return text;
    }
    if (member.isPresent()) {
      return use.base() + member.get();
    }
    return kept ? memberPath : local;
  }

  boolean needsMember() {
    return kept;
  }

  private boolean needsLocal() {
    return !everywhere && !kept && !inFunction && member.isEmpty();
  }

  Optional<String> localDeclaration(String name) {
    return needsLocal() ? Optional.of("unsigned int " + name + ";") : Optional.empty();
  }

  /// Statements that keep the length when the entry no longer does.
  List<String> statements(String memberPath, String local) {
    if (kept) {
      return List.of(memberPath + " = " + text + ";");
    }
    return needsLocal() ? List.of(local + " = " + text + ";") : List.of();
  }
}
