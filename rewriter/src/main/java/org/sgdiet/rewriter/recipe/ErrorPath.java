// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// How a function is left when a mapping fails in it, where that is plain: it tells its caller of
/// errors, or it is to send a packet and drops it.
final class ErrorPath {

  private final FunctionCode code;
  private final CodeTree tree;

  ErrorPath(FunctionCode code, CodeTree tree) {
    this.code = code;
    this.tree = tree;
  }

  /// The statements that leave the function because `map` failed.
  List<String> of(Occurrence map) throws RefusedException {
    Item.Function function = code.function();
    return switch (function.result()) {
      case TypeSyntax.Named(String type) when type.equals("netdev_tx_t") -> drop(map);
      case TypeSyntax.Named(String type) when type.equals("int") -> {
        requireErrno(map);
        yield List.of("return -ENOMEM;");
      }
      case TypeSyntax.Pointer _ -> List.of(pointer(map));
      case TypeSyntax.Named _,
          TypeSyntax.Tagged _,
          TypeSyntax.Inline _,
          TypeSyntax.Array _,
          TypeSyntax.Function _,
          TypeSyntax.TypeOf _,
          TypeSyntax.Unread _ ->
          throw RefusedException.assist(
              map,
              "nobody checks this mapping, and "
                  + code.name()
                  + "() tells its caller of no errors: let it return one first");
    };
  }

  private List<String> drop(Occurrence map) throws RefusedException {
    Optional<String> packet = parameter("sk_buff");
    Optional<String> device = parameter("net_device");
    if (packet.isEmpty() || device.isEmpty()) {
      throw RefusedException.assist(map, "the packet to drop is not a parameter");
    }
    return List.of(
        "dev_kfree_skb_any(" + packet.get() + ");",
        device.get() + "->stats.tx_dropped++;",
        "return NETDEV_TX_OK;");
  }

  private Optional<String> parameter(String tag) {
    return code.function().parameters().stream()
        .filter(p ->
            p.type() instanceof TypeSyntax.Pointer(TypeSyntax.Tagged(_, String t)) && t.equals(tag))
        .flatMap(p -> p.name().stream())
        .findFirst();
  }

  /// A function returns errors when all that it returns is 0 or a negative constant, or a variable
  /// beside one of these, and no caller ignores it.
  private void requireErrno(Occurrence map) throws RefusedException {
    List<Expr> returned = returned();
    boolean errors = returned.stream().anyMatch(ErrorPath::isErrno);
    boolean others =
        returned.stream()
            .anyMatch(r ->
                !isErrno(r)
                    && !(r instanceof Expr.NumberLiteral(String n, _) && n.equals("0"))
                    && !(r instanceof Expr.Name && errors));
    List<Occurrence> calls = tree.callers(code);
    boolean ignored = calls.stream().anyMatch(c -> c.parent().isEmpty() && isAlone(c));
    boolean heard = !calls.isEmpty() || errors;
    if (others || ignored || !heard) {
      throw RefusedException.assist(
          map,
          "nobody checks this mapping, and "
              + code.name()
              + (ignored
                  ? "() has a caller that does not look at what it returns"
                  : "() does not return 0 or an error: let it do so first"));
    }
  }

  private static boolean isAlone(Occurrence call) {
    return call.statement() instanceof Stmt.Expression;
  }

  private static boolean isErrno(Expr value) {
    return value instanceof Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _)
        && operator == UnaryOperator.MINUS
        && id.startsWith("E");
  }

  private String pointer(Occurrence map) throws RefusedException {
    Set<String> spelled = Set.copyOf(returned().stream().map(r -> code.text(r.span())).toList());
    if (spelled.contains("NULL")) {
      return "return NULL;";
    }
    if (spelled.stream().anyMatch(s -> s.startsWith("ERR_PTR(-"))) {
      return "return ERR_PTR(-ENOMEM);";
    }
    throw RefusedException.assist(
        map, "nobody checks this mapping, and " + code.name() + "() never fails so far");
  }

  private List<Expr> returned() {
    return code.statements().stream()
        .flatMap(s ->
            s instanceof Stmt.Return(var value, _)
                ? value.stream()
                : Optional.<Expr>empty().stream())
        .toList();
  }
}
