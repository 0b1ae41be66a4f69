// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.Flow;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// Whether the result of a mapping call is looked at.
///
/// @param counts whether it is a count, 0 for a failure and never less
/// @param returned whether giving it back to the caller is a look at it
record Tests(boolean counts, boolean returned) {

  /// Refuses a mapping whose failure nobody would notice.
  static void require(Occurrence map) throws RefusedException {
    String name = ((Expr.Call) map.expr()).name().orElse("the mapping");
    boolean counts = name.startsWith("dma_map_sg") && !name.startsWith("dma_map_sgtable");
    if (new Tests(counts, false).tested(map)) {
      return;
    }
    if (counts && new Tests(false, false).tested(map)) {
      throw RefusedException.refuse(
          map,
          name
              + "() returns 0 when it fails, and the test behind it only finds what is less than 0:"
              + " fix that first, the error path is never taken");
    }
    if (new Tests(counts, true).tested(map)) {
      return;
    }
    throw RefusedException.refuse(
        map,
        name + "() result is never checked: fix that first, a rewrite has no error path to use");
  }

  private boolean tested(Occurrence value) {
    Optional<Occurrence> parent = value.parent();
    if (parent.isEmpty()) {
      return switch (value.statement()) {
        case Stmt.If _, Stmt.While _, Stmt.DoWhile _, Stmt.Switch _ -> true;
        case Stmt.Return _ -> returned;
        case Stmt.Declaration d -> initialised(value, d);
        default -> false;
      };
    }
    return switch (parent.get().expr()) {
      case Expr.Assign a when a.value().equals(value.expr()) ->
          tested(parent.get()) || stored(parent.get(), a);
      case Expr.Binary _, Expr.Conditional _ -> true;
      case Expr.Unary(UnaryOperator o, Expr _, var _) -> o == UnaryOperator.NOT;
      case Expr.Call _ -> tested(parent.get()) || isTest(parent.get());
      case Expr.Cast _ -> tested(parent.get());
      default -> false;
    };
  }

  private static boolean isTest(Occurrence call) {
    return ((Expr.Call) call.expr())
        .name()
        .filter(n -> n.equals("BUG_ON") || n.startsWith("WARN"))
        .isPresent();
  }

  private boolean initialised(Occurrence value, Stmt.Declaration d) {
    FunctionCode code = value.in();
    return d.declarators().stream()
        .filter(x -> x.init().filter(i -> i.span().contains(value.span())).isPresent())
        .map(x -> new Entity.Local(value.path(), x.name(), x.nameSpan().start(), false))
        .anyMatch(local -> readsTest(value.expr(), local, code));
  }

  private boolean stored(Occurrence assignment, Expr.Assign a) {
    FunctionCode code = assignment.in();
    return switch (Entity.of(a.target(), code).orElse(null)) {
      case Entity.Local local -> readsTest(assignment.expr(), local, code);
      case Entity.Field field -> memberTested(field, code);
      case null, default -> spelledTested(assignment, a);
    };
  }

  /// An lvalue without a name of its own, `*count` or a member of an unnamed struct, is looked at
  /// where it is spelled alike.
  private boolean spelledTested(Occurrence assignment, Expr.Assign a) {
    FunctionCode code = assignment.in();
    String place = code.text(a.target().span());
    return code.occurrences().stream()
        .filter(o -> o.span().start() >= assignment.span().end())
        .filter(o -> code.text(o.span()).equals(place))
        .anyMatch(this::compared);
  }

  private boolean readsTest(Expr start, Entity.Local local, FunctionCode code) {
    return Flow.of(code).readsAfter(start, local, code).stream()
        .anyMatch(name ->
            code.occurrences().stream()
                .filter(o -> o.expr().equals(name))
                .anyMatch(this::compared));
  }

  private boolean memberTested(Entity.Field field, FunctionCode code) {
    return code.occurrences().stream()
        .filter(o -> Entity.of(o.expr(), code).filter(field::equals).isPresent())
        .anyMatch(this::compared);
  }

  /// Whether a comparison parts failure, 0 or negative, from success.
  private boolean tellsFailure(Expr.Binary b, Occurrence read) {
    Expr other = b.left().equals(read.expr()) ? b.right() : b.left();
    return switch (b.operator()) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL ->
          (b.operator() == BinaryOperator.NOT_EQUAL && leaves(read))
              || read.in()
                  .names()
                  .constant(other, read.in().scope(read.span().start()))
                  .filter(k -> parts(b, read, k.value()) || isAtLeastOne(b, read, k.value()))
                  .isPresent();
      case LOGICAL_AND, LOGICAL_OR -> true;
      default -> false;
    };
  }

  /// Whether a comparison with a constant of 0 or less has failure on one side. A count is never
  /// less than 0.
  private boolean parts(Expr.Binary b, Occurrence read, long constant) {
    if (!counts) {
      return constant <= 0;
    }
    boolean left = b.left().equals(read.expr());
    BinaryOperator empty = left ? BinaryOperator.LESS : BinaryOperator.GREATER;
    BinaryOperator always = left ? BinaryOperator.GREATER_OR_EQUAL : BinaryOperator.LESS_OR_EQUAL;
    return constant == 0 && b.operator() != empty && b.operator() != always;
  }

  /// Whether any other count than the expected one, 0 too, leaves the function or stops it: `if (n
  /// != 1 || …) return …`, `BUG_ON(n != 1)`.
  private static boolean leaves(Occurrence read) {
    boolean alone =
        read.around().stream()
            .skip(1)
            .allMatch(e ->
                switch (e) {
                  case Expr.Binary b -> b.operator() == BinaryOperator.LOGICAL_OR;
                  case Expr.Call c -> c.name().filter(n -> n.endsWith("likely")).isPresent();
                  default -> false;
                });
    boolean stops =
        read.parent()
            .flatMap(Occurrence::parent)
            .filter(p -> p.expr() instanceof Expr.Call)
            .filter(p -> ((Expr.Call) p.expr()).name().filter("BUG_ON"::equals).isPresent())
            .isPresent();
    return stops || (alone && read.statement() instanceof Stmt.If branch && ends(branch.then()));
  }

  private static boolean ends(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Block block -> !block.body().isEmpty() && ends(block.body().getLast());
      case Stmt.Return _, Stmt.Goto _ -> true;
      default -> false;
    };
  }

  /// `n < 1` or `n >= 1`.
  private static boolean isAtLeastOne(Expr.Binary b, Occurrence read, long constant) {
    boolean left = b.left().equals(read.expr());
    return constant == 1
        && left
        && (b.operator() == BinaryOperator.LESS || b.operator() == BinaryOperator.GREATER_OR_EQUAL);
  }

  private boolean compared(Occurrence read) {
    Optional<Occurrence> parent = read.parent();
    if (parent.isEmpty()) {
      return read.statement() instanceof Stmt.If
          || read.statement() instanceof Stmt.Switch
          || (returned && read.statement() instanceof Stmt.Return);
    }
    return switch (parent.get().expr()) {
      case Expr.Binary b -> tellsFailure(b, read);
      case Expr.Unary(UnaryOperator o, Expr _, var _) -> o == UnaryOperator.NOT;
      case Expr.Call c ->
          isTest(parent.get())
              || (c.name().filter(n -> n.endsWith("likely")).isPresent() && compared(parent.get()));
      case Expr.Conditional(Expr condition, var _, Expr _, var _) -> condition.equals(read.expr());
      default -> false;
    };
  }
}
