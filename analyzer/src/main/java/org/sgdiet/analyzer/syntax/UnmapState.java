// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;

/// The macros in which a driver keeps what it needs for an unmap, read as the members that they
/// stand for: `dma_unmap_addr(buf, dma)` is `buf->dma`, and `dma_unmap_len_set(buf, len, n)` is
/// `buf->len = n`. Source: include/linux/dma-mapping.h, 7.3, as with CONFIG_NEED_DMA_MAP_STATE.
final class UnmapState {

  private UnmapState() {}

  /// What a call of one of the macros stands for; empty for any other call.
  static Optional<Expr> of(Expr callee, List<Expr> args, Span span) {
    return callee instanceof Expr.Name(String name, _)
        ? switch (name) {
          case "dma_unmap_addr", "dma_unmap_len" ->
              args.size() == 2 ? member(args.get(0), args.get(1), span) : Optional.empty();
          case "dma_unmap_addr_set", "dma_unmap_len_set" ->
              args.size() == 3
                  ? member(args.get(0), args.get(1), span)
                      .map(m -> new Expr.Assign(Optional.empty(), m, args.get(2), span))
                  : Optional.empty();
          default -> Optional.empty();
        }
        : Optional.empty();
  }

  private static Optional<Expr> member(Expr base, Expr field, Span span) {
    return switch (field) {
      case Expr.Name(String name, Span at) ->
          Optional.of(new Expr.Member(base, true, name, at, span));
      case Expr.Index(Expr array, Expr index, _) ->
          member(base, array, span).map(a -> new Expr.Index(a, index, span));
      case Expr.Member(Expr outer, boolean arrow, String name, Span at, _) ->
          member(base, outer, span).map(o -> new Expr.Member(o, arrow, name, at, span));
      default -> Optional.empty();
    };
  }
}
