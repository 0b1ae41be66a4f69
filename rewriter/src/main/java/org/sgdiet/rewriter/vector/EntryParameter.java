// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// An entry that a function is given only to read its address and length: the function can be given
/// these two, and then does not care whether they come from a list or from vectors.
///
/// @param cursor the parameter
/// @param text the address or length of what a caller gives
record EntryParameter(CodeTree tree, Cursor cursor, Text text) {

  private static final Pattern BLANKS = Pattern.compile(",  +");

  /// The address or length of an entry as a function spells it.
  interface Text {
    String of(Expr entry, boolean address, FunctionCode code);
  }

  /// Whether a parameter is one, and all who give it an entry are in view.
  static boolean fits(CodeTree tree, Cursor c) {
    boolean onlyRead =
        c.variable.parameter()
            && !c.reads.isEmpty()
            && c.reads.size() == c.mentions.size()
            && c.reads.stream().allMatch(r -> r.pointer() instanceof Expr.Name)
            && c.obstacles.stream().noneMatch(Cursor.Obstacle::forbids);
    return onlyRead
        && (c.code.function().isStatic() || c.code.names().prototype(c.code.name()).isPresent())
        && !tree.addressTaken(c.code)
        && !tree.callers(c.code).isEmpty()
        && tree.callers(c.code).stream().allMatch(o -> isPlain(o, index(c)));
  }

  /// Whether a call gives an entry that can be named twice.
  private static boolean isPlain(Occurrence call, int index) {
    return call.expr() instanceof Expr.Call c
        && index < c.args().size()
        && call.in().text(c.args().get(index).span()).matches("&?[\\w.>\\[\\]-]+")
        && !call.in().text(c.args().get(index).span()).contains("--");
  }

  private static int index(Cursor c) {
    return c.code.function().parameters().stream()
        .map(p -> p.name().orElse(""))
        .toList()
        .indexOf(c.variable.name());
  }

  /// Changes the function, its prototype and all who call it.
  ///
  /// @return the bytes that are done with in each function
  Map<FunctionCode, List<Span>> edit(Draft draft) {
    Map<FunctionCode, List<Span>> done = new HashMap<>();
    FunctionCode code = cursor.code;
    int index = index(cursor);
    String declared = declaration();
    draft.replace(code.file(), code.function().parameters().get(index).span(), declared);
    code.names()
        .prototype(code.name())
        .filter(p -> index < p.item().parameters().size())
        .ifPresent(p -> draft.replace(tree.file(p.path()), parameter(p, index).span(), declared));
    for (Cursor.Read read : cursor.reads) {
      replace(read, read.address() ? address() : length(), draft);
      done.computeIfAbsent(code, _ -> new ArrayList<>()).add(read.whole().span());
    }
    for (Occurrence call : tree.callers(code)) {
      call(call, index, draft);
      done.computeIfAbsent(call.in(), _ -> new ArrayList<>()).add(call.span());
    }
    return done;
  }

  /// Blanks behind the comma aligned what followed with the line above.
  private void replace(Cursor.Read read, String name, Draft draft) {
    SourceFile file = cursor.code.file();
    int end = read.whole().span().end();
    Matcher blanks = BLANKS.matcher(file.text()).region(end, file.length());
    boolean aligned = blanks.lookingAt();
    draft.replace(
        file,
        new Span(read.whole().span().start(), aligned ? blanks.end() : end),
        aligned ? name + ", " : name);
  }

  private static TypeSyntax.Parameter parameter(Found<Item.Prototype> prototype, int index) {
    return prototype.item().parameters().get(index);
  }

  private void call(Occurrence at, int index, Draft draft) {
    FunctionCode code = at.in();
    SourceFile file = code.file();
    SourceText source = new SourceText(file.text());
    Expr.Call call = (Expr.Call) at.expr();
    List<String> args = new ArrayList<>();
    for (int i = 0; i < call.args().size(); i++) {
      Expr arg = call.args().get(i);
      if (i == index) {
        parts().forEach(address -> args.add(text.of(arg, address, code)));
      } else {
        args.add(source.joined(arg.span()));
      }
    }
    int end = at.span().end();
    int after = file.text().substring(end, source.lineAfter(end)).stripTrailing().length();
    draft.replace(
        file,
        at.span(),
        CallLayout.call(source.column(at.span().start()), cursor.code.name(), args, after));
  }

  /// What is read of the entry: the address, the length, or both.
  private List<Boolean> parts() {
    return Stream.of(true, false)
        .filter(address -> cursor.reads.stream().anyMatch(r -> r.address() == address))
        .toList();
  }

  private String declaration() {
    return String.join(
        ", ",
        parts().stream()
            .map(address -> address ? "dma_addr_t " + address() : "unsigned int " + length())
            .toList());
  }

  private String address() {
    return free("addr", "dma_addr");
  }

  private String length() {
    return free("len", "dma_len");
  }

  private String free(String first, String second) {
    return tree.mentions(cursor.code, first) ? second : first;
  }
}
