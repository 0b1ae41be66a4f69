// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// What a driver does with a mapped list besides walking it.
///
/// @param functions those that are converted
/// @param isOurs whether an expression names a list that is converted
record ListUses(
    CodeTree tree, List<FunctionCode> functions, BiPredicate<Expr, FunctionCode> isOurs) {

  ListUses {
    functions = List.copyOf(functions);
  }

  /// Refuses a use of a list that may read its DMA side out of view.
  void check(Occurrence o) throws RefusedException {
    Optional<Occurrence.Argument> argument = o.argument();
    if (argument.isPresent()) {
      passed(o, argument.get());
      return;
    }
    if (o.parent().map(Occurrence::expr).orElse(o.expr()) instanceof Expr.Assign a
        && a.value().equals(o.expr())
        && a.target() instanceof Expr.Member
        && !isOurs.test(a.target(), o.in())) {
      throw RefusedException.assist(
          o, "the list is kept in another place as well; its readers are not all in view");
    }
    if (o.around().isEmpty() && o.statement() instanceof Stmt.Return) {
      throw RefusedException.assist(o, "the list is returned to the caller here");
    }
  }

  private void passed(Occurrence o, Occurrence.Argument argument) throws RefusedException {
    if (argument.call().args().stream().anyMatch(a -> a instanceof Expr.StringLiteral)) {
      return; // a message shows where the list is, not what is in it
    }
    Optional<KernelCall> known =
        KernelApi.builtIn().call(argument.name(), argument.call().args().size());
    if (known.isPresent()) {
      switch (known.get().effect()) {
        case PREP ->
            throw RefusedException.refuse(
                o,
                argument.name()
                    + "() takes a scatterlist; few dmaengine providers implement the dma_vec op");
        case REGISTER ->
            throw RefusedException.refuse(o, argument.name() + "() takes a scatterlist");
        case SYNC ->
            throw RefusedException.assist(
                o, "the list is synced while it is mapped; vectors have no sync call yet");
        case WALK_PAGES, EXPORT ->
            throw RefusedException.assist(o, argument.name() + "() reads the DMA side of the list");
        case MAP, UNMAP -> {
          if (!MapCalls.isMapping(argument.name())) {
            throw RefusedException.assist(
                o, argument.name() + "() maps or unmaps this list as well");
          }
        }
        default -> {}
      }
      return;
    }
    Optional<FunctionCode> callee = tree.callee(argument.name(), o.in());
    if (callee.filter(c -> functions.stream().anyMatch(f -> f == c)).isEmpty()
        && !isHarmless(argument.name())) {
      throw RefusedException.assist(
          o, "the list is handed to " + argument.name() + "(), whose body is not in view");
    }
  }

  private static boolean isHarmless(String name) {
    return name.endsWith("likely")
        || name.startsWith("scatterwalk")
        || name.endsWith("_set_crypt")
        || name.matches(
            "WARN_ON(_ONCE)?|BUG_ON|ARRAY_SIZE|k?v?free|kfree_sensitive|mempool_free|sg_is_last|sg_copy_\\w+|sg_pcopy_\\w+");
  }
}
