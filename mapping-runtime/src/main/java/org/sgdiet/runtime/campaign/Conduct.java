// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.program.Operation;

/// How a run behaves: what it breaks, and whether it is a measure for another one.
final class Conduct {

  static final String OVERLOOKED = "overlooks-map-error";

  private static final Set<String> UNMAPPED =
      Set.of("address-of-unmapped-entry", "length-of-unmapped-entry");

  private Conduct() {}

  static boolean executed(Run run) {
    return run.stop().isEmpty() || !(run.stop().get() instanceof Stop.NotExecutable);
  }

  /// Whether the run reads the DMA side of a list that nobody mapped, because it is not known to be
  /// the one that was mapped: what it tells the device means nothing.
  static boolean isLentNothing(Run run) {
    return run.misuses().stream().anyMatch(m -> m.ofInput() && UNMAPPED.contains(m.rule()));
  }

  /// Whether the run tells the device of what it has unmapped: a rewrite that has nothing left to
  /// read there is no worse.
  static boolean readsAfterUnmap(Run run) {
    return run.misuses().stream().anyMatch(m -> m.rule().equals("address-after-unmap"));
  }

  /// How often a run breaks each rule.
  static Map<String, Integer> counted(Run run) {
    Map<String, Integer> counted = new HashMap<>();
    run.misuses().forEach(m -> counted.merge(m.rule(), 1, Integer::sum));
    return counted;
  }

  /// Whether the run went on as if nothing had failed: it is no measure for an error path.
  static boolean goesOn(Run run) {
    return run.unasked() > 0 || run.misuses().stream().anyMatch(m -> m.rule().equals(OVERLOOKED));
  }

  /// Whether a run breaks no rule more often than another one.
  static boolean breaksNoMore(Run run, Run other) {
    Map<String, Integer> allowed = counted(other);
    return counted(run).entrySet().stream()
        .allMatch(e -> e.getValue() <= allowed.getOrDefault(e.getKey(), 0));
  }

  /// Whether the run broke no rule: only such a run says what a rewrite has to keep.
  static boolean clean(Run run) {
    return run.misuses().isEmpty() && run.unasked() == 0 && run.stop().isEmpty();
  }

  static boolean failsMapping(Run run) {
    int k = run.plan().failing().orElse(-1);
    return k >= 0
        && k < run.failable().size()
        && run.failable().get(k).failure() == Operation.Failure.MAPPING;
  }

  /// Whether the driver mapped by other means after the failure.
  static boolean recovered(Run run) {
    List<Event> events = run.events();
    int failed = -1;
    for (int i = 0; i < events.size(); i++) {
      boolean injected = events.get(i) instanceof Event.MapFailed f && f.injected();
      if (injected || events.get(i) instanceof Event.Refused) {
        failed = i;
      } else if (failed >= 0 && events.get(i) instanceof Event.Mapped) {
        return true;
      }
    }
    return false;
  }
}
