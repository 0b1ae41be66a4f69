// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

/// Input that does not permit the work; ends the command with [ExitCode#USAGE] and one line.
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The message is one line: what is wrong, where, and what to do about it; lower case, no final
  /// period.
  public BadInputException(String message) {
    super(message);
  }
}
