// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

/// What the process tells the script that called it; part of the command line's contract.
public enum ExitCode {
  /// The work was done and there is nothing to complain about.
  CLEAN(0, "clean"),
  /// The work was done and found something.
  FINDINGS(1, "findings"),
  /// The arguments or the input do not permit the work.
  USAGE(2, "usage or input error"),
  /// A fault of sgdiet itself.
  INTERNAL(3, "internal error"),
  /// Under `--strict`: some of the input could not be analysed.
  INCOMPLETE(4, "incomplete analysis under --strict");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /// The number that the process exits with.
  public int code() {
    return code;
  }

  /// What `--help` says about it.
  String meaning() {
    return meaning;
  }
}
