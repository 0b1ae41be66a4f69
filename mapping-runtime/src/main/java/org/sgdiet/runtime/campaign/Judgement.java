// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Type;

/// The verdict on one function as it is.
final class Judgement {

  private record Key(String rule, Position at) {}

  private static final class Evidence {
    final Run witness;
    final String text;
    final Optional<Position> mappedAt;
    final List<String> profiles = new ArrayList<>();

    Evidence(Run witness, String text, Optional<Position> mappedAt) {
      this.witness = witness;
      this.text = text;
      this.mappedAt = mappedAt;
    }
  }

  private final Program program;
  private final Tally tally;
  private final Map<Key, Evidence> found = new LinkedHashMap<>();
  private int completed;
  private Optional<Stop> firstStop = Optional.empty();

  Judgement(Program program) {
    this.program = program;
    this.tally = new Tally(program);
  }

  boolean ordinary(Run run) {
    return take(run);
  }

  boolean withFault(Run run) {
    return take(run);
  }

  private boolean take(Run run) {
    if (!tally.count(run)) {
      return !tally.hopeless();
    }
    if (run.stop().isPresent()) {
      Stop stop = run.stop().get();
      firstStop = firstStop.or(() -> Optional.of(stop));
      if (isJudged(program, run)) {
        add(run, Rules.of(stop), stop.message(), stop.at(), Optional.empty());
      }
    } else if (run.mappings() > 0) {
      completed++;
    }
    for (Event.Misused m : held(run)) {
      if (Rules.accuses(program, m.rule())) {
        add(run, m.rule(), m.text(), m.at(), m.mappedAt());
      }
    }
    return !tally.hopeless();
  }

  /// The misuses of a run that are held against the driver. With no data to map there are none: its
  /// framework asks for no transfer then. Where the first one rests on an input, those behind it
  /// may too. When a mapping was made to fail and nobody tells by a return value, nothing is said
  /// of entries that only run after a success.
  private List<Event.Misused> held(Run run) {
    if (run.shape().equals(Shapes.EMPTY)) {
      return List.of();
    }
    boolean untold = run.plan().failing().isPresent() && !tellsErrors();
    var all = new ArrayList<Event.Misused>();
    for (Event event : run.events()) {
      if (event instanceof Event.Misused m) {
        if (m.ofInput()) {
          break;
        }
        if (!m.rule().equals("failed-to-check-map-error") || !returnsHandle()) {
          all.add(m);
        }
      } else if (untold && event instanceof Event.Returned r && r.role() == Entry.Role.MAP) {
        break;
      }
    }
    return all;
  }

  /// Whether a function that maps hands over what it mapped to a caller that may check it.
  private boolean returnsHandle() {
    return program.script().stream()
        .filter(e -> e.role() == Entry.Role.MAP)
        .flatMap(e -> program.function(e.function()).stream())
        .anyMatch(f -> f.result().equals(Optional.of(Type.Int.U64)));
  }

  private boolean tellsErrors() {
    return program.script().stream()
        .filter(e -> e.role() == Entry.Role.MAP)
        .noneMatch(e ->
            e.success() == Entry.Success.ALWAYS || e.success() == Entry.Success.SOMETHING_MAPPED);
  }

  /// Whether a crash of this run is the driver's: not with inputs that its framework may never hand
  /// over.
  static boolean isJudged(Program program, Run run) {
    boolean known = program.limits().maxEntries().isPresent();
    boolean ordinary = !Set.of(Shapes.MANY, Shapes.EMPTY).contains(run.shape());
    return known || ordinary;
  }

  private void add(Run run, String rule, String text, Position at, Optional<Position> mappedAt) {
    Evidence evidence =
        found.computeIfAbsent(new Key(rule, at), k -> new Evidence(run, text, mappedAt));
    if (!evidence.profiles.contains(run.profile())) {
      evidence.profiles.add(run.profile());
    }
  }

  Verdict verdict() {
    if (completed == 0) {
      firstStop.ifPresent(s -> tally.refuse("every run stops: " + s.message(), s.at()));
      return tally.nothing();
    }
    if (found.isEmpty()) {
      return new Verdict.Silent(tally.coverage());
    }
    var findings = new ArrayList<Finding>();
    found.forEach((key, e) ->
        findings.add(new Finding(key.rule(), e.text, key.at(), e.mappedAt, e.witness, e.profiles)));
    return new Verdict.Misuse(findings, tally.coverage());
  }
}
