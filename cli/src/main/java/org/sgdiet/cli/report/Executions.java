// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

/// What the execution of a changed function says, in words that accuse nobody: a change may well be
/// meant to map otherwise.
final class Executions {
  private Executions() {}

  static String sentence(VerifyReport.Entry entry) {
    String function = entry.function() + "(): ";
    return switch (entry.verdict()) {
      case "proved" -> function + "executed before and after, maps as before: " + entry.reason();
      case "differs" -> function + "executed before and after, maps otherwise: " + entry.reason();
      case "silent" -> function + "new, executed without misuse: " + entry.reason();
      case "misuse" -> function + "new, executed: " + entry.reason();
      default -> function + "not executed: " + entry.reason();
    };
  }
}
