// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// The streams a command reads and writes, and whether a person watches them.
///
/// `in`, `out` and `err` carry UTF-8 whatever the locale says: a report must not depend on it.
///
/// @param colour whether `out` takes escape sequences
/// @param progress whether `err` takes lines that are overwritten
public record Terminal(
    InputStream in, PrintStream out, PrintStream err, boolean colour, boolean progress) {

  private static final int OUT_BUFFER_BYTES = 1 << 16;

  /// Streams that no person watches, as in a pipe or a test.
  public static Terminal plain(InputStream in, PrintStream out, PrintStream err) {
    return new Terminal(in, out, err, false, false);
  }

  /// The process's own streams.
  ///
  /// Java's console asks about stdin and stdout together, which is wrong for `git diff | sgdiet
  /// review -`; the launcher tests each and says so in `sgdiet.terminal.out` and
  /// `sgdiet.terminal.err`.
  public static Terminal ofProcess(Map<String, String> environment) {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false,
            UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    return new Terminal(
        System.in,
        out,
        err,
        Boolean.getBoolean("sgdiet.terminal.out") && wantsColour(environment),
        Boolean.getBoolean("sgdiet.terminal.err") && !isDumb(environment));
  }

  /// `NO_COLOR` set to anything but the empty string turns colour off (no-color.org).
  static boolean wantsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb(environment);
  }

  private static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "dumb").equals("dumb");
  }
}
