// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.CallLayout.Arg;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// Rewrites `dma_map_sg()` and `dma_unmap_sg()` to the calls that keep the vectors apart.
final class MapCalls {

  /// An argument of more columns stays broken where its author broke it.
  private static final int LONG = 40;

  private MapCalls() {}

  /// `dma_vecs_map_sgl(dev, home, sgl, nents, dir, attrs)` in the place of `dma_map_sg()`.
  static void map(Occurrence call, String home, Draft draft) {
    List<Expr> args = ((Expr.Call) call.expr()).args();
    List<Arg> list = new ArrayList<>();
    list.add(kept(call, args.get(0)));
    list.add(Arg.of(home));
    args.subList(1, 4).forEach(a -> list.add(kept(call, a)));
    list.add(args.size() > 4 ? kept(call, args.get(4)) : Arg.of("0"));
    write(call, "dma_vecs_map_sgl", list, draft);
  }

  /// `dma_vecs_unmap(dev, home, dir, attrs)` in the place of `dma_unmap_sg()`.
  static void unmap(Occurrence call, String home, Draft draft) {
    List<Expr> args = ((Expr.Call) call.expr()).args();
    List<Arg> list = new ArrayList<>();
    list.add(kept(call, args.get(0)));
    list.add(Arg.of(home));
    list.add(kept(call, args.get(3)));
    list.add(args.size() > 4 ? kept(call, args.get(4)) : Arg.of("0"));
    write(call, "dma_vecs_unmap", list, draft);
  }

  private static Arg kept(Occurrence call, Expr arg) {
    SourceText text = new SourceText(call.in().file().text());
    String joined = text.joined(arg.span());
    boolean broken = text.at(arg.span()).contains("\n") && joined.length() > LONG;
    return broken ? Arg.kept(text, arg.span()) : Arg.of(joined);
  }

  private static void write(Occurrence call, String callee, List<Arg> args, Draft draft) {
    SourceText text = new SourceText(call.in().file().text());
    int end = call.span().end();
    int after = text.text().substring(end, text.lineAfter(end)).stripTrailing().length();
    draft.replace(
        call.in().file(),
        call.span(),
        CallLayout.callOf(text.column(call.span().start()), callee, args, after));
  }
}
