// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sgdiet.rewriter.validate.Change.Use;

/// What compared runs have shown of the changes of one rewrite.
final class Shown {

  private static final Set<Does> NEEDED = EnumSet.of(Does.MAPS, Does.READS);

  private final boolean mends;
  private final List<Reached> runs = new ArrayList<>();

  /// @param mends whether the rewrite is to end a misuse
  Shown(boolean mends) {
    this.mends = mends;
  }

  void add(Compared compared) {
    runs.add(compared.reached());
  }

  /// Whether enough of a function ran to speak of a proof: something of what changes in it besides
  /// calls that unmap, and where mapping calls or reads of what was mapped change, some of each.
  boolean enough(Change change) {
    return !change.isUse()
        || (change.uses().stream().anyMatch(u -> u.does() != Does.UNMAPS && ran(change, u))
            && NEEDED.stream().allMatch(does -> enough(change, does)));
  }

  private boolean enough(Change change, Does does) {
    List<Use> uses = change.uses().stream().filter(u -> u.does() == does).toList();
    return uses.isEmpty() || uses.stream().anyMatch(u -> ran(change, u));
  }

  private boolean ran(Change change, Use use) {
    return runs.stream().anyMatch(r -> r.by(change.function().file(), use.span(), mends));
  }

  /// The changed lines of a function that no run came by; messages do not count.
  List<Unrun> unrun(Change change) {
    return change.uses().stream()
        .filter(u -> u.does() != Does.LOGS && !ran(change, u))
        .map(u -> new Unrun(change.touched(), u.does(), change.line(u)))
        .distinct()
        .toList();
  }
}
