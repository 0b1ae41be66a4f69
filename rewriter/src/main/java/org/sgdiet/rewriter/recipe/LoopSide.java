// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// Which side of the entries a `for_each_sg()` loop touches.
///
/// @param cpu uses of page, offset or length
/// @param dma uses of the DMA address or length
/// @param unknown uses that could be either
record LoopSide(List<Occurrence> cpu, List<Occurrence> dma, List<Occurrence> unknown) {

  /// Looks through the body of `loop`, whose second argument is the running entry.
  static LoopSide of(Stmt.Each loop, FunctionCode code) {
    LoopSide side = new LoopSide(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (loop.args().size() < 2 || !(loop.args().get(1) instanceof Expr.Name entry)) {
      return side;
    }
    Span body = loop.body().span();
    for (Occurrence o : code.occurrences()) {
      if (body.contains(o.span()) && o.expr() instanceof Expr.Name n && n.id().equals(entry.id())) {
        side.add(o);
      }
    }
    return side;
  }

  private void add(Occurrence o) {
    Optional<Occurrence.Argument> argument = o.argument();
    Optional<Expr> parent = o.parent().map(Occurrence::expr);
    if (argument.isPresent()) {
      switch (argument.get().name()) {
        case "sg_dma_address", "sg_dma_len", "sg_dma_is_bus_address" -> dma.add(o);
        case "sg_page",
            "sg_virt",
            "sg_phys",
            "sg_set_page",
            "sg_set_buf",
            "sg_assign_page",
            "sg_set_folio" ->
            cpu.add(o);
        case "sg_is_last", "sg_next", "sg_mark_end", "sg_unmark_end" -> {}
        default -> unknown.add(o);
      }
    } else if (parent.isPresent() && parent.get() instanceof Expr.Member m) {
      switch (m.field()) {
        case "length", "offset", "page_link" -> cpu.add(o);
        case "dma_address", "dma_length", "dma_flags" -> dma.add(o);
        default -> unknown.add(o);
      }
    } else {
      unknown.add(o);
    }
  }

  boolean dmaOnly() {
    return !dma.isEmpty() && cpu.isEmpty() && unknown.isEmpty();
  }

  boolean cpuOnly() {
    return !cpu.isEmpty() && dma.isEmpty() && unknown.isEmpty();
  }

  boolean mixed() {
    return !cpu.isEmpty() && !dma.isEmpty();
  }
}
