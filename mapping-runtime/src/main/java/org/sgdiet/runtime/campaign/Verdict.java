// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.machine.Lines;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.program.Position;

/// What a campaign says.
public sealed interface Verdict {

  /// What was executed.
  Coverage coverage();

  /// A function as it is: no rule was broken in any run.
  record Silent(Coverage coverage) implements Verdict {}

  /// A function as it is: rules were broken.
  record Misuse(List<Finding> findings, Coverage coverage) implements Verdict {

    public Misuse {
      findings = List.copyOf(findings);
    }
  }

  /// A rewrite: in every run in which the version before broke no rule the device saw the same
  /// memory in the same order, and the rewrite broke no rule that the version before kept.
  ///
  /// @param fixed rules that the version before broke and the one after did not
  /// @param unruly runs in which the version before broke a rule or stopped
  /// @param leftMapped runs after which both versions leave something mapped
  /// @param reached lines of the version before that runs came by in which the two were compared
  /// @param mended those that runs came by in which the version before broke a rule and the one
  ///   after none
  record ProvedOnCampaign(
      Costs.Snapshot before,
      Costs.Snapshot after,
      List<String> fixed,
      int unruly,
      int leftMapped,
      Lines reached,
      Lines mended,
      Coverage coverage)
      implements Verdict {

    public ProvedOnCampaign {
      fixed = List.copyOf(fixed);
    }
  }

  /// A rewrite: a run shows a difference; it is the simplest one that does.
  record Differs(String reason, Run before, Run after, Coverage coverage) implements Verdict {}

  /// Nothing can be said.
  record NotExecutable(String reason, Optional<Position> at, Coverage coverage)
      implements Verdict {}
}
