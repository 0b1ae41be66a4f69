// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.machine.Detour;

/// What the simplest run shows with inputs that were chosen for detours, in the order they were
/// found to be needed.
record Steered(List<Detour> detours, Trial trial) {

  Steered {
    detours = List.copyOf(detours);
  }

  /// The detours and one more.
  List<Detour> and(Detour one) {
    List<Detour> all = new ArrayList<>(detours);
    all.add(one);
    return all;
  }
}
