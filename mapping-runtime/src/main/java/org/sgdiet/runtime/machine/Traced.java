// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.program.Spot;

/// A run and the way that it took.
///
/// @param reached the blocks that it came by
/// @param branches those that it took, each as what would make it go the other way
/// @param lastBranches the same in the order they were taken last; only those after the first
///   mapping, if the run made one
/// @param detour where it turned away from the mappings of its program, if it made none
public record Traced(
    Run run,
    Set<Spot> reached,
    List<Detour> branches,
    List<Detour> lastBranches,
    Optional<Detour> detour) {

  public Traced {
    reached = Set.copyOf(reached);
    branches = List.copyOf(branches);
    lastBranches = List.copyOf(lastBranches);
  }
}
