// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Position;

/// A rule that the driver broke, with the simplest run that shows it.
///
/// @param rule kebab-case name
/// @param profiles the profiles that show it, in the order of the campaign
public record Finding(
    String rule,
    String text,
    Position at,
    Optional<Position> mappedAt,
    Run witness,
    List<String> profiles) {

  public Finding {
    profiles = List.copyOf(profiles);
  }
}
