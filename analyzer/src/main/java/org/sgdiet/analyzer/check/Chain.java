// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// How what a mapping call made gets to the call that works on it, as notes in that order: mapped
/// here, kept there, handed on by its caller.
final class Chain {

  private final DriverFacts facts;
  private final List<Note> notes = new ArrayList<>();

  private Chain(DriverFacts facts) {
    this.facts = facts;
  }

  /// The way of a mapping to a call that undoes or syncs it.
  static List<Note> of(DriverFacts facts, FoundCall map, FoundCall undo) {
    return of(facts, map, undo, undo.subject());
  }

  /// The way of the count that a mapping call returned.
  static List<Note> ofCount(DriverFacts facts, FoundCall map, FoundCall undo, Expr count) {
    return of(facts, map, undo, Optional.of(count));
  }

  private static List<Note> of(
      DriverFacts facts, FoundCall map, FoundCall undo, Optional<Expr> used) {
    Chain chain = new Chain(facts);
    chain.notes.add(
        new Note(
            map.place().file(),
            map.place().line(),
            "mapped here, in " + map.place().function() + "()"));
    if (map.body() != undo.body()) {
      chain.kept(map);
      used.ifPresent(u -> chain.handedOn(undo.body(), u));
    }
    return List.copyOf(chain.notes);
  }

  /// Where the result of the mapping call goes: to a member, or to a local and from there to one.
  private void kept(FoundCall map) {
    Optional<Definition> first =
        map.body().definitions().stream()
            .filter(d -> d.value().filter(v -> holds(v, map.call().span())).isPresent())
            .findFirst();
    Optional<Definition> member =
        first.filter(d -> d.target() instanceof Expr.Name).isPresent()
            ? map.body().definitions().stream()
                .filter(d -> d.span().start() > map.call().span().end())
                .filter(d -> !(d.target() instanceof Expr.Name))
                .filter(d -> isName(d.value(), first.map(Definition::target)))
                .findFirst()
            : first;
    member.ifPresent(d ->
        add(map.body(), d.target().span(), "kept in '" + map.body().text(d.target()) + "' here"));
  }

  private static boolean holds(Expr value, Span call) {
    return Expressions.plain(value).span().equals(call);
  }

  private static boolean isName(Optional<Expr> value, Optional<Expr> name) {
    return value.isPresent()
        && name.isPresent()
        && Expressions.plain(value.get()) instanceof Expr.Name(String a, _)
        && name.get() instanceof Expr.Name(String b, _)
        && a.equals(b);
  }

  /// Where the function is called that is given what it works on as a parameter.
  private void handedOn(Body body, Expr used) {
    if (used instanceof Expr.Name(String id, _) && body.parameter(id).isPresent()) {
      int index = body.parameter(id).getAsInt();
      List<CallSite> callers = facts.flow().driver().callers(body);
      callers.stream()
          .filter(c -> c.call().args().size() > index)
          .findFirst()
          .ifPresent(c ->
              add(
                  c.caller(),
                  c.call().span(),
                  "given to %s() here, in %s()%s"
                      .formatted(
                          body.name(),
                          c.caller().name(),
                          callers.size() > 1 ? " among others" : "")));
    }
  }

  private void add(Body body, Span at, String message) {
    notes.add(new Note(body.file().path(), body.line(at.start()), message));
  }
}
