// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;
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

  private static final Set<String> LISTS = Set.of("dma_map_sg", "dma_map_sg_attrs");
  private static final Set<String> UNMAPS = Set.of("dma_unmap_sg", "dma_unmap_sg_attrs");

  /// The calls of a function that map a list or a table.
  static List<Occurrence> maps(FunctionCode code) {
    return calls(code, LISTS, "dma_map_sgtable");
  }

  /// The calls of a function that unmap a list or a table.
  static List<Occurrence> unmaps(FunctionCode code) {
    return calls(code, UNMAPS, "dma_unmap_sgtable");
  }

  private static List<Occurrence> calls(FunctionCode code, Set<String> lists, String table) {
    return Stream.concat(lists.stream(), Stream.of(table))
        .flatMap(n -> code.calls(n).stream())
        .filter(c -> ((Expr.Call) c.expr()).args().size() >= 4)
        .toList();
  }

  /// Whether a function of this name maps or unmaps what it is given.
  static boolean isMapping(String name) {
    return LISTS.contains(name) || UNMAPS.contains(name) || name.endsWith("map_sgtable");
  }

  /// Whether a mapping call takes a table.
  static boolean isTable(Occurrence call) {
    return ((Expr.Call) call.expr()).name().filter(n -> n.endsWith("_sgtable")).isPresent();
  }

  /// The list or table that a mapping call takes.
  static Expr subject(Occurrence call) {
    return ((Expr.Call) call.expr()).args().get(1);
  }

  /// Which list it is.
  static Optional<ListKey> key(Occurrence call) {
    return isTable(call)
        ? ListKey.ofTable(subject(call), call.in())
        : ListKey.of(subject(call), call.in());
  }

  /// `dma_vecs_map_sgl(dev, home, sgl, nents, dir, attrs)` in the place of `dma_map_sg()`, and
  /// `dma_vecs_map_sgtable(dev, home, sgt, dir, attrs)` in that of `dma_map_sgtable()`.
  static void map(Occurrence call, String home, Draft draft) {
    List<Expr> args = ((Expr.Call) call.expr()).args();
    List<Arg> list = new ArrayList<>();
    if (isTable(call)) {
      list.add(kept(call, args.get(0)));
      list.add(Arg.of(home));
      args.subList(1, 4).forEach(a -> list.add(kept(call, a)));
      write(call, "dma_vecs_map_sgtable", list, draft);
      return;
    }
    list.add(kept(call, args.get(0)));
    list.add(Arg.of(home));
    args.subList(1, 4).forEach(a -> list.add(kept(call, a)));
    list.add(args.size() > 4 ? kept(call, args.get(4)) : Arg.of("0"));
    write(call, "dma_vecs_map_sgl", list, draft);
  }

  /// `dma_vecs_unmap(dev, home, dir, attrs)` in the place of the unmapping call.
  static void unmap(Occurrence call, String home, Draft draft) {
    List<Expr> args = ((Expr.Call) call.expr()).args();
    List<Arg> list = new ArrayList<>();
    list.add(kept(call, args.get(0)));
    list.add(Arg.of(home));
    int direction = isTable(call) ? 2 : 3;
    list.add(kept(call, args.get(direction)));
    list.add(args.size() > direction + 1 ? kept(call, args.get(direction + 1)) : Arg.of("0"));
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
