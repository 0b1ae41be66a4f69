// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

/// How far a rewrite leads a driver away from lists that are input and output at once.
public enum Stage {
  /// Misuse is mended; the list stays both.
  FIXES,
  /// The outputs live apart; the list stays the input.
  OUTPUTS,
  /// The input is no list either.
  INPUTS,
  /// What is mapped goes into a batch.
  BATCH;

  /// The word for it on the command line.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
