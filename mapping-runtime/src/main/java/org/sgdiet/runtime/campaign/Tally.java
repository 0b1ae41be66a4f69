// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.program.ExprText;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;

/// Counts the runs of a campaign.
final class Tally {

  /// So many runs in a row that cannot be executed, or twice as many and more than can: the rest
  /// will not be either.
  private static final int MOST_REFUSED = 12;

  /// What a whole campaign may take: some hundred runs of the longest mapping functions.
  private static final long MOST_WORK = 6_000_000;

  private final Program program;
  private final Set<String> profiles = new LinkedHashSet<>();
  private final Set<String> shapes = new LinkedHashSet<>();
  private final Map<String, Position> reasons = new LinkedHashMap<>();
  private int runs;
  private int faults;
  private int notExecuted;
  private long mappings;
  private long work;
  private int refusedInARow;

  /// Where runs that were executed, and in which nothing was made to fail, stopped; empty for one
  /// that came to its end.
  private final Set<Optional<Position>> ends = new HashSet<>();

  private Optional<String> firstProfile = Optional.empty();
  private boolean stuck;

  Tally(Program program) {
    this.program = program;
  }

  /// Counts a run; false when it could not be executed.
  boolean count(Run run) {
    work += run.work();
    if (run.stop().isPresent() && run.stop().get() instanceof Stop.NotExecutable stop) {
      refuse(stop.message(), stop.at());
      return false;
    }
    if (run.plan().failing().isEmpty()) {
      ends.add(run.stop().map(Stop::at));
      firstProfile = firstProfile.or(() -> Optional.of(run.profile()));
      boolean ofAnother = !firstProfile.equals(Optional.of(run.profile()));
      stuck = ends.size() == 1 && run.stop().isPresent() && ofAnother;
    }
    runs++;
    refusedInARow = 0;
    faults += run.plan().failing().isPresent() ? 1 : 0;
    mappings += run.mappings();
    profiles.add(run.profile());
    shapes.add(run.shape().name());
    return true;
  }

  void refuse(String reason, Position at) {
    notExecuted++;
    refusedInARow++;
    reasons.putIfAbsent(reason, at);
  }

  /// Whether more runs would tell nothing, or take too long: where every run of one profile stops
  /// at one place, and the first of another there too, the others will.
  boolean hopeless() {
    boolean most = notExecuted >= 2 * MOST_REFUSED && notExecuted > runs;
    return refusedInARow >= MOST_REFUSED || most || stuck || work > MOST_WORK;
  }

  long mappings() {
    return mappings;
  }

  Coverage coverage() {
    var texts = new ArrayList<String>();
    reasons.forEach((text, at) -> texts.add(program.describe(at) + ": " + text));
    return new Coverage(
        runs,
        faults,
        mappings,
        notExecuted,
        hopeless(),
        texts,
        profiles.stream().toList(),
        shapes.stream().toList());
  }

  /// The verdict when nothing can be said.
  Verdict nothing() {
    Optional<Map.Entry<String, Position>> first = reasons.entrySet().stream().findFirst();
    return first
        .map(r -> new Verdict.NotExecutable(r.getKey(), Optional.of(r.getValue()), coverage()))
        .orElseGet(this::noMapping);
  }

  private Verdict.NotExecutable noMapping() {
    Optional<Detour> detour = Trial.of(program).detour();
    String why =
        detour
            .map(d ->
                "the condition %s is never %s"
                    .formatted(ExprText.of(d.condition()), d.truth() ? "true" : "false"))
            .orElse("nothing that was lifted out of the driver leads to one");
    return new Verdict.NotExecutable(
        "no run reaches a mapping: " + why, detour.map(Detour::at), coverage());
  }
}
