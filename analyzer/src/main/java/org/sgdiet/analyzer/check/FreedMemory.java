// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Which calls free what a mapping call maps, or the structure that its handle or list stands in.
public final class FreedMemory {

  private static final Pattern FREES =
      Pattern.compile(
          "k[vz]?free(_sensitive)?|kfree_skb\\w*|(dev_)?(k?free|consume)_skb\\w*"
              + "|dev_kfree_skb\\w*|napi_consume_skb|(__)?free_pages?(_exact)?|skb_free_frag"
              + "|page_frag_free|put_page|mempool_free");

  private static final Set<String> FREES_LIST =
      Set.of("sg_free_table", "sg_free_table_chained", "sg_free_append_table", "sgl_free");

  private FreedMemory() {}

  /// Whether a call frees the very list that was mapped, which forgets where it was mapped.
  static boolean freesList(Expr.Call call, FoundCall map) {
    if (map.isList()
        && map.subject().filter(s -> freesMember(call, map.body().text(s), map)).isPresent()) {
      return true;
    }
    return map.isList()
        && call.name().filter(FREES_LIST::contains).isPresent()
        && !call.args().isEmpty()
        && call.span().start() > map.call().span().end()
        && map.subject()
            .flatMap(s -> table(s, map.body()))
            .equals(table(call.args().getFirst(), map.body()));
  }

  /// The table that an expression means, as one writes its members: `t->` or `t.`
  private static Optional<String> table(Expr list, Body body) {
    return switch (list) {
      case Expr.Member(Expr base, boolean arrow, String field, _, _) when field.equals("sgl") ->
          Optional.of(body.text(base) + (arrow ? "->" : "."));
      case Expr.Unary(UnaryOperator operator, Expr operand, _)
          when operator == UnaryOperator.ADDRESS_OF ->
          Optional.of(body.text(operand) + ".");
      default -> Optional.of(body.text(list) + "->");
    };
  }

  /// The calls of a function that free memory or a list.
  static List<Expr.Call> calls(Body body) {
    return body.calls().stream()
        .filter(c -> frees(c) || c.name().filter(FREES_LIST::contains).isPresent())
        .toList();
  }

  /// Whether a function frees the memory that its argument points to.
  public static boolean frees(Expr.Call call) {
    return call.name().filter(n -> FREES.matcher(n).matches()).isPresent()
        && !call.args().isEmpty();
  }

  /// The variable that the mapped buffer stands in or behind.
  static Optional<String> buffer(FoundCall map) {
    return map.argument(Parameter.BUFFER)
        .or(() -> map.argument(Parameter.PAGE))
        .map(b -> behind(map, b))
        .flatMap(FreedMemory::root);
  }

  /// Whether the mapped buffer stands in or behind a variable or member: `p`, `p->data`.
  static boolean isBehind(FoundCall map, Expr place) {
    String text = map.body().text(place);
    return map.argument(Parameter.BUFFER)
        .or(() -> map.argument(Parameter.PAGE))
        .map(Expressions::plain)
        .filter(b -> map.body().text(b).equals(text) || map.body().text(b).equals(text + "->data"))
        .isPresent();
  }

  /// What a local that a mapping call is given was taken from: `data = skb->data`, `page =
  /// virt_to_page(skb->data)`.
  private static Expr behind(FoundCall map, Expr buffer) {
    if (!(buffer instanceof Expr.Name(String id, _))) {
      return buffer;
    }
    List<Definition> held = Reaching.at(map.body(), id, map.call().span().start()).definitions();
    return held.size() == 1
        ? held.getFirst()
            .value()
            .filter(v -> v instanceof Expr.Member || v instanceof Expr.Call)
            .filter(v -> root(v).isPresent())
            .orElse(buffer)
        : buffer;
  }

  private static Optional<String> root(Expr buffer) {
    return switch (buffer) {
      case Expr.Name(String id, _) -> Optional.of(id);
      case Expr.Member(Expr base, boolean arrow, String field, _, _) ->
          arrow && field.equals("data") ? root(base) : Optional.empty();
      case Expr.Cast(_, Expr operand, _) -> root(operand);
      case Expr.Call(Expr.Name(String id, _), List<Expr> args, _)
          when id.equals("virt_to_page") || id.equals("skb_tail_pointer") ->
          root(args.getFirst());
      default -> Optional.empty();
    };
  }

  /// The pointer to the structure in which the handle or the list stands.
  static Optional<String> holder(FoundCall map) {
    return place(map).flatMap(FreedMemory::base);
  }

  /// The same where the pointer stands in another structure, as it is written.
  static Optional<String> keptHolder(FoundCall map) {
    return place(map)
        .flatMap(p ->
            p instanceof Expr.Member(Expr.Member base, boolean arrow, _, _, _) && arrow
                ? Optional.of(map.body().text(base))
                : Optional.empty());
  }

  private static Optional<Expr> place(FoundCall map) {
    return map.isList()
        ? map.subject()
        : map.body().definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(Definition::target)
            .findFirst();
  }

  private static Optional<String> base(Expr place) {
    return switch (place) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _)
          when operator == UnaryOperator.ADDRESS_OF ->
          base(operand);
      case Expr.Member(Expr.Name(String id, _), boolean arrow, _, _, _) ->
          arrow ? Optional.of(id) : Optional.empty();
      case Expr.Member(Expr base, boolean arrow, _, _, _) -> arrow ? Optional.empty() : base(base);
      case Expr.Index(Expr base, _, _) -> base(base);
      default -> Optional.empty();
    };
  }

  /// Whether a call frees what a member holds that nothing has set since the mapping was made.
  static boolean freesMember(Expr.Call call, String member, FoundCall map) {
    int from = map.call().span().end();
    return frees(call)
        && call.span().start() > from
        && map.body().text(Expressions.plain(call.args().getFirst())).equals(member)
        && map.body().definitions().stream()
            .filter(d -> d.span().start() > from && d.span().end() < call.span().start())
            .noneMatch(d -> map.body().text(d.target()).equals(member));
  }

  /// Whether a call frees what the local `name` held when the mapping was made.
  static boolean frees(Expr.Call call, String name, FoundCall map) {
    if (!frees(call)) {
      return false;
    }
    Expr freed = Expressions.plain(call.args().getFirst());
    return freed instanceof Expr.Name(String id, _)
        && id.equals(name)
        && call.span().start() > map.call().span().end()
        && last(map.body(), name, map.call().span().start())
            .equals(last(map.body(), name, call.span().start()));
  }

  private static Optional<Definition> last(Body body, String name, int offset) {
    return Reaching.at(body, name, offset).definitions().stream().findFirst();
  }

  /// Whether a call frees a structure that the driver keeps in one of these members.
  static boolean freesKept(Expr.Call call, Set<MemberKey> keys, Body body, DriverFacts facts) {
    if (!frees(call)) {
      return false;
    }
    Expr freed = Expressions.plain(call.args().getFirst());
    return switch (freed) {
      case Expr.Member member -> isOf(member, keys, body, facts);
      case Expr.Name(String id, _) ->
          body.definitions().stream()
              .anyMatch(d ->
                  d.target() instanceof Expr.Member member
                      && d.value()
                          .filter(v -> v instanceof Expr.Name(String x, _) && x.equals(id))
                          .isPresent()
                      && isOf(member, keys, body, facts));
      default -> false;
    };
  }

  private static boolean isOf(
      Expr.Member member, Set<MemberKey> keys, Body body, DriverFacts facts) {
    MemberKey key = facts.flow().driver().tags().key(body, member);
    return keys.stream().anyMatch(k -> !k.struct().isEmpty() && k.equals(key));
  }
}
