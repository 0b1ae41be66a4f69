// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.config;

/// A value for an option of a command.
///
/// @param option the long name without `--`
/// @param origin where it was read, as the user would call it
public record Setting(String command, String option, String value, String origin) {

  /// The name in a file and in `git config`: `review.execute`.
  public String key() {
    return command + "." + option;
  }
}
