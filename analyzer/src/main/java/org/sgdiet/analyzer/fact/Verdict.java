// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Locale;

/// Whether a site can be rewritten.
public enum Verdict {
  /// A rewrite of one function.
  MECHANICAL,
  /// Needs a change in another function or file, or a decision.
  ASSIST,
  /// Today's contracts forbid it; the reason is the result.
  REFUSE;

  /// The word used in reports.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
