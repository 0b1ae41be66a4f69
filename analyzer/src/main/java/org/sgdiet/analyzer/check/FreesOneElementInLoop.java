// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A loop that unmaps element after element, and names the same one each time.
final class FreesOneElementInLoop implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-one-element-in-loop",
          "a loop unmaps the same element of an array on every turn",
          "Unwinding counts with a variable of its own; an index that the loop does not change is"
              + " that of the element whose mapping failed.",
          "The elements that were mapped stay mapped: their IOVAs and bounce buffers are lost, and"
              + " the device may still reach the memory. The one element is freed over and over,"
              + " though it was never mapped.",
          "Index with the loop's own variable.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern INDEX = Pattern.compile("\\[(\\w+)\\]");
  private static final Pattern LEAVES = Pattern.compile("\\b(break|return|goto)\\b");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall call : facts.calls()) {
      if (call.kind() == SiteKind.UNMAP) {
        call.subject()
            .filter(handle -> isFixed(call, handle))
            .ifPresent(handle ->
                findings.add(
                    RULE,
                    call.body(),
                    handle.span(),
                    Confidence.HIGH,
                    "'%s' is the same on every turn of the loop around %s()"
                        .formatted(call.body().file().text(handle.span()), call.kernel().name()),
                    List.of(loop(call))));
      }
    }
  }

  private static Note loop(FoundCall call) {
    Body body = call.body();
    int start = body.loopAround(call.call().span().start()).orElse(call.call().span()).start();
    return new Note(call.place().file(), body.line(start), "the loop begins here");
  }

  /// Whether a handle is an indexed element, the loop around the call counts, and nothing in it can
  /// change what the handle says.
  private static boolean isFixed(FoundCall call, Expr handle) {
    Body body = call.body();
    Optional<Span> loop = body.loopAround(call.call().span().start());
    String text = call.body().text(converted(handle));
    if (loop.isEmpty()
        || text.contains("(")
        || !(INDEX.matcher(text).find() || isOfPointer(call, loop.get(), text))) {
      return false;
    }
    Set<String> names =
        NAME.matcher(text).results().map(m -> m.group()).collect(Collectors.toSet());
    String inside = body.file().text(loop.get());
    return !LEAVES.matcher(inside).find()
        && counts(body, loop.get())
        && body.definitions().stream()
            .filter(d -> loop.get().contains(d.span()))
            .noneMatch(d ->
                d.target() instanceof Expr.Name(String id, _)
                    ? names.contains(id)
                    : call.body().text(d.target()).equals(text))
        && body.calls().stream()
            .filter(c -> loop.get().contains(c.span()) && !call.call().span().contains(c.span()))
            .flatMap(c -> c.args().stream())
            .noneMatch(a -> names.contains(root(body.file().text(a.span()))));
  }

  /// Whether a handle stands in what a local pointer points to, which went from one structure to
  /// the next where a loop before this one mapped them.
  private static boolean isOfPointer(FoundCall call, Span loop, String text) {
    Body body = call.body();
    String pointer = text.contains("->") ? text.substring(0, text.indexOf("->")) : "";
    return body.declares(pointer)
        && body.parameter(pointer).isEmpty()
        && body.definitions().stream()
            .filter(d -> body.text(d.target()).equals(text))
            .flatMap(d -> body.loopAround(d.span().start()).stream())
            .filter(l -> l.end() <= loop.start())
            .anyMatch(l -> body.definitions(pointer).stream().anyMatch(d -> l.contains(d.span())));
  }

  /// What a handle is read from by a call that converts it: `le32_to_cpu(desc[i].addr)`.
  private static Expr converted(Expr handle) {
    return Expressions.plain(handle) instanceof Expr.Call(Expr.Name _, List<Expr> args, _)
            && args.size() == 1
        ? converted(args.getFirst())
        : handle;
  }

  /// Whether the loop sets some variable of its own.
  private static boolean counts(Body body, Span loop) {
    return body.definitions().stream()
        .anyMatch(d -> loop.contains(d.span()) && d.target() instanceof Expr.Name);
  }

  /// The first name of an expression, behind `&` and `*`.
  private static String root(String text) {
    return NAME.matcher(text).results().findFirst().map(m -> m.group()).orElse("");
  }
}
