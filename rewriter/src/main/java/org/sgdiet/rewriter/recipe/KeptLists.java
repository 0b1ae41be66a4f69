// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// A list that came as an argument is the list of the member that the function which maps it puts
/// it into: who finds it there unmaps it.
final class KeptLists {

  private final Map<String, ListKey> lists = new LinkedHashMap<>();
  private final Map<String, ListKey> keepers = new LinkedHashMap<>();

  /// Adds the members that a mapping function puts its lists into.
  ///
  /// @param ours the converted list that a key stands for
  void add(FunctionCode code, Function<ListKey, Optional<ListKey>> ours) {
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Assign(var operator, Expr.Member target, Expr value, var _)
          && operator.isEmpty()) {
        add(ListKey.of(value, code).flatMap(ours), ListKey.of(target, code));
        add(ListKey.ofTable(value, code).flatMap(ours), ListKey.ofTable(target, code));
      }
    }
  }

  private void add(Optional<ListKey> list, Optional<ListKey> keeper) {
    Optional<ListKey> given = list.filter(k -> k.member().isEmpty());
    if (given.isPresent() && keeper.filter(k -> k.lent().isEmpty()).isPresent()) {
      lists.putIfAbsent(keeper.get().text(), given.get());
      keepers.putIfAbsent(given.get().text(), keeper.get());
    }
  }

  /// Refuses when a member that keeps a list also holds something else: an entry further on, or
  /// another list.
  ///
  /// @param mentioning the functions of the driver that mention a name
  void requireConstant(Function<String, List<FunctionCode>> mentioning) throws RefusedException {
    for (Map.Entry<String, ListKey> kept : lists.entrySet()) {
      for (FunctionCode code : mentioning.apply(member(kept.getKey()))) {
        for (Occurrence o : code.occurrences()) {
          if (o.expr() instanceof Expr.Assign(var _, Expr.Member target, Expr value, var _)
              && ListKey.of(target, code).filter(k -> k.text().equals(kept.getKey())).isPresent()
              && !isNull(value)
              && !isList(value, kept.getValue(), code)) {
            throw RefusedException.refuse(
                o,
                "'%s' does not always hold the list: what stands there is not surely its first entry"
                    .formatted(code.text(target.span())));
          }
        }
      }
    }
  }

  private static boolean isNull(Expr value) {
    return value instanceof Expr.Name(String id, var _) && id.equals("NULL");
  }

  private static boolean isList(Expr value, ListKey list, FunctionCode code) {
    return ListKey.of(value, code).filter(list::is).isPresent()
        || ListKey.ofTable(value, code).filter(list::is).isPresent();
  }

  /// The list that a member keeps.
  Optional<ListKey> in(ListKey keeper) {
    return Optional.ofNullable(lists.get(keeper.text()));
  }

  /// The names of the members that keep lists.
  Stream<String> members() {
    return lists.keySet().stream().map(KeptLists::member);
  }

  private static String member(String keeper) {
    return keeper.substring(keeper.lastIndexOf('.') + 1);
  }

  /// The member that keeps a list.
  Optional<ListKey> keeper(ListKey list) {
    return Optional.ofNullable(keepers.get(list.text()));
  }
}
