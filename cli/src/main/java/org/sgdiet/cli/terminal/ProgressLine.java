// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.terminal;

/// One line on stderr that says how far a long work is; nothing when nobody watches.
public final class ProgressLine implements AutoCloseable {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final Terminal terminal;
  private final String verb;
  private long next;

  /// A line that starts with `verb`.
  public ProgressLine(Terminal terminal, String verb) {
    this.terminal = terminal;
    this.verb = verb;
    this.next = System.nanoTime() + INTERVAL_NANOS;
  }

  /// Says that `done` of `total` are done; may be called from several threads, as often as one
  /// likes.
  public void at(int done, int total) {
    if (terminal.progress()) {
      show(done, total);
    }
  }

  private synchronized void show(int done, int total) {
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + INTERVAL_NANOS;
      terminal.err().print("\r" + verb + " " + done + " of " + total + "\033[K");
      terminal.err().flush();
    }
  }

  /// Takes the line away.
  @Override
  public void close() {
    if (terminal.progress()) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
    }
  }
}
