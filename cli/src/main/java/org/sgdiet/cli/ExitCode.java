// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

/// What the process tells the script that called it; part of the command line's contract.
public enum ExitCode {
  /// The work was done and there is nothing to complain about.
  CLEAN(0),
  /// The work was done and found something.
  FINDINGS(1),
  /// The arguments or the input do not permit the work.
  USAGE(2),
  /// A fault of sgdiet itself.
  INTERNAL(3),
  /// Under `--strict`: some of the input could not be analysed.
  INCOMPLETE(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// The number that the process exits with.
  public int code() {
    return code;
  }
}
