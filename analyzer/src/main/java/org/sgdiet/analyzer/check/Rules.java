// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.fact.DriverFacts;

/// The misuse rules: one line each.
public final class Rules {

  /// Every check, in the order of the documentation.
  public static final List<Check> ALL =
      List.of(
          new FailedToCheckMapError(),
          new AsksMapErrorOfAllocation(),
          new FreesListWithDifferentEntryCount(),
          new SyncsListWithDifferentEntryCount(),
          new WalksListWithDifferentEntryCount(),
          new PendingDmaAllocations(),
          new UnwindsWrongNumber(),
          new NeverUnmapped(),
          new FreesMemoryNotAllocated(),
          new FreesMaybeUnmapped(),
          new FreesMappedMemory(),
          new LosesBufferWhenMappingFails(),
          new FreesWithDifferentDirection(),
          new SyncsWithDifferentDirection(),
          new PreparesWithDifferentDirection(),
          new MapsPacketForWrongDirection(),
          new FreesWithDifferentAttributes(),
          new FreesWithDifferentSize(),
          new FreesMemoryOfDifferentDevice(),
          new SyncsMemoryOfDifferentDevice(),
          new SyncsMemoryForWrongOwner(),
          new MisreadsMapResult(),
          new ReturnsZeroForMappingError(),
          new ReadsOutputsBeforeMapping(),
          new ReadsFirstEntryInWalk(),
          new MixesSidesOfAnEntry(),
          new MistakesPhysicalAddress(),
          new StepsOverChainLink(),
          new FreesAdvancedList(),
          new FreesOneElementInLoop(),
          new LinksAtSameOffset(),
          new TruncatesDmaAddress(),
          new MapsForClassDevice(),
          new MapsMemoryFromStackOrVmalloc(),
          new TouchesMemoryWhileMapped());

  private Rules() {}

  /// What all checks find in the drivers of a directory, in the order of [Finding#ORDER].
  public static List<Finding> findings(DriverFacts facts) {
    Findings findings = new Findings();
    ALL.forEach(c -> c.run(facts, findings));
    return findings.sorted();
  }

  /// The rule with this id, of a check or of an execution.
  public static Optional<Rule> named(String id) {
    return ALL.stream()
        .map(Check::rule)
        .filter(r -> r.id().equals(id))
        .findFirst()
        .or(() -> RunRules.named(id));
  }
}
