// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.terminal;

/// Colours in the manner of gcc, or none.
///
/// @param on whether escape sequences are written
public record Paint(boolean on) {

  /// A place in a file, a title.
  public String bold(String text) {
    return escape("1", text);
  }

  /// The word `warning:`, a removed line.
  public String warning(String text) {
    return escape("1;35", text);
  }

  /// The word `note:`, a hunk's head.
  public String note(String text) {
    return escape("1;36", text);
  }

  /// A line that a diff adds, a verdict to be glad of.
  public String good(String text) {
    return escape("32", text);
  }

  /// A line that a diff takes away, a verdict to worry about.
  public String bad(String text) {
    return escape("31", text);
  }

  private String escape(String code, String text) {
    return on ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
