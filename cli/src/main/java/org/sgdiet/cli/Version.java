// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.sgdiet.analyzer.syntax.NativeTreeSitter;

/// What `--version` prints.
public final class Version {
  private Version() {}

  static void print(PrintStream out, boolean verbose) {
    out.println("sgdiet " + number());
    if (verbose) {
      out.println("java " + Runtime.version());
      out.println(NativeTreeSitter.description());
    }
  }

  /// The version that Maven wrote into the jar.
  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("version.txt is missing beside " + Version.class.getName());
      }
      return new String(in.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
