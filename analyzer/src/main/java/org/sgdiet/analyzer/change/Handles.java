// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.Optional;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;

/// What holds the DMA address, or the list, that a call makes or takes.
final class Handles {

  private Handles() {}

  static Optional<ArgumentWords> of(FoundCall call) {
    if (call.kind() != SiteKind.MAP || call.isList()) {
      return call.subject().map(s -> ArgumentWords.of(call.body(), s));
    }
    return call.body().definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().contains(call.call().span())).isPresent())
        .findFirst()
        .map(d -> ArgumentWords.of(call.body(), d.target()));
  }
}
