// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

/// What a statement that a rewrite changes does, as far as a proof hangs on it.
public enum Does {
  MAPS("maps"),
  /// Reads the addresses or lengths for the device, or hands them on.
  READS("reads"),
  UNMAPS("unmaps"),
  /// Writes to the log, where nothing hangs on it.
  LOGS("logs"),
  OTHER("changes");

  private final String word;

  Does(String word) {
    this.word = word;
  }

  /// The word used in reports.
  public String word() {
    return word;
  }
}
