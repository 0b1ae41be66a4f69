// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import org.sgdiet.analyzer.fact.DriverFacts;

/// Looks for one misuse in the drivers of a directory.
public interface Check {

  /// What is looked for.
  Rule rule();

  /// Reports every misuse that the facts show.
  void run(DriverFacts facts, Findings findings);
}
