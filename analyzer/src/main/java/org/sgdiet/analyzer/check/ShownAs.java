// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Under which names runs show a misuse that a check found in the text: they tell what the device
/// got, the check why.
public final class ShownAs {

  private static final Map<String, Set<String>> NAMES =
      Map.of(
          "walks-sg-list-with-different-entry-count",
          Set.of("address-of-unmapped-entry", "length-of-unmapped-entry"),
          "mixes-sides-of-an-entry",
          Set.of("length-of-input-side"),
          "truncates-dma-address",
          Set.of("truncated-address", "address-of-failed-mapping", "overlooks-map-error"),
          "failed-to-check-map-error",
          Set.of(
              "address-of-failed-mapping", "address-of-unmapped-entry", "length-of-unmapped-entry"),
          "misreads-map-result",
          Set.of("address-of-failed-mapping", "address-of-unmapped-entry"),
          "frees-memory-not-allocated",
          Set.of("frees-invalid-address", "frees-twice"));

  private ShownAs() {}

  /// The names of a check's rule in runs, its own among them.
  public static Set<String> of(String rule) {
    Set<String> names = new TreeSet<>(NAMES.getOrDefault(rule, Set.of()));
    names.add(rule);
    return names;
  }
}
