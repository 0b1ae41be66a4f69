// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.Occurrence;

/// One use of a driver's own scatterlist entry.
///
/// @param at the whole expression that a rewrite replaces: the call, or the member access
/// @param base what stands before the entry's name (`host->`), empty for a local
record EntryUse(Kind kind, Occurrence at, String base) {

  enum Kind {
    /// `sg_init_one()`, `sg_set_buf()`, `sg_set_page()`.
    FILL,
    /// `sg_init_table(&sg, 1)`, `sg_mark_end(&sg)`.
    INIT,
    MAP,
    UNMAP,
    SYNC,
    /// The DMA address is read.
    ADDRESS,
    /// The length is read, on either side.
    LENGTH,
    /// `dmaengine_prep_slave_sg(chan, &sg, 1, …)`.
    PREPARE
  }

  /// The call; only for kinds that are calls.
  Expr.Call call() {
    if (at.expr() instanceof Expr.Call call) {
      return call;
    }
    throw new IllegalStateException(kind + " is no call");
  }
}
