// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;

/// What a campaign makes of all mutants of a program.
///
/// @param killed told from the original
/// @param notExecutable could not be run to a verdict
/// @param unreached passed as equal where no run of the original comes by: the campaign's gap
/// @param survivors passed as equal though runs come by: a hole in the oracles, or no mistake
public record MutationAudit(
    List<Mutation.Mutant> killed,
    List<Mutation.Mutant> notExecutable,
    List<Mutation.Mutant> unreached,
    List<Mutation.Mutant> survivors) {

  public MutationAudit {
    killed = List.copyOf(killed);
    notExecutable = List.copyOf(notExecutable);
    unreached = List.copyOf(unreached);
    survivors = List.copyOf(survivors);
  }

  /// Audits one program.
  public static MutationAudit of(Program program, Campaign campaign) {
    var killed = new ArrayList<Mutation.Mutant>();
    var notExecutable = new ArrayList<Mutation.Mutant>();
    var unreached = new ArrayList<Mutation.Mutant>();
    Set<Spot> reached = campaign.reached(program);
    var survivors = new ArrayList<Mutation.Mutant>();
    for (Mutation mutation : Mutation.values()) {
      for (Mutation.Mutant mutant : mutation.mutants(program)) {
        if (!reached.contains(mutant.spot())) {
          unreached.add(mutant);
          continue;
        }
        switch (campaign.compare(program, mutant.program())) {
          case Verdict.Differs _ -> killed.add(mutant);
          case Verdict.NotExecutable _ -> notExecutable.add(mutant);
          case Verdict.ProvedOnCampaign _ -> survivors.add(mutant);
          case Verdict.Silent _, Verdict.Misuse _ ->
              throw new IllegalStateException("a comparison gave the verdict on one function");
        }
      }
    }
    return new MutationAudit(killed, notExecutable, unreached, survivors);
  }
}
