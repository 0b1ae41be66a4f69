// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;

/// Counts the runs of a campaign.
final class Tally {

  private final Program program;
  private final Set<String> profiles = new LinkedHashSet<>();
  private final Set<String> shapes = new LinkedHashSet<>();
  private final Map<String, Position> reasons = new LinkedHashMap<>();
  private int runs;
  private int faults;
  private int notExecuted;
  private long mappings;

  Tally(Program program) {
    this.program = program;
  }

  /// Counts a run; false when it could not be executed.
  boolean count(Run run) {
    if (run.stop().isPresent() && run.stop().get() instanceof Stop.NotExecutable stop) {
      refuse(stop.message(), stop.at());
      return false;
    }
    runs++;
    faults += run.plan().failing().isPresent() ? 1 : 0;
    mappings += run.mappings();
    profiles.add(run.profile());
    shapes.add(run.shape().name());
    return true;
  }

  void refuse(String reason, Position at) {
    notExecuted++;
    reasons.putIfAbsent(reason, at);
  }

  int runs() {
    return runs;
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
        texts,
        profiles.stream().toList(),
        shapes.stream().toList());
  }

  /// The verdict when nothing can be said.
  Verdict nothing() {
    Optional<Map.Entry<String, Position>> first = reasons.entrySet().stream().findFirst();
    return new Verdict.NotExecutable(
        first.map(Map.Entry::getKey).orElse("no run reaches a mapping"),
        first.map(Map.Entry::getValue),
        coverage());
  }
}
