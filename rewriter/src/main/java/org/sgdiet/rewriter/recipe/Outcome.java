// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Set;
import org.sgdiet.rewriter.edit.FileEdits;

/// What a recipe says about one site.
public sealed interface Outcome {

  /// A rewrite.
  ///
  /// @param edits all files of the unit, sorted by path
  /// @param functions what it touches, for execution before and after
  /// @param summary what the patch does, imperative, without subsystem prefix, at most 60
  ///   characters
  /// @param why the paragraph a commit log would carry
  /// @param mends the names under which a run shows the misuse that the rewrite is to end; empty
  ///   for a rewrite that changes nothing for the device
  record Proposal(
      List<FileEdits> edits, List<Touched> functions, String summary, String why, Set<String> mends)
      implements Outcome {

    public Proposal {
      edits = List.copyOf(edits);
      functions = List.copyOf(functions);
      mends = Set.copyOf(mends);
    }

    /// A rewrite that changes nothing for the device.
    public Proposal(List<FileEdits> edits, List<Touched> functions, String summary, String why) {
      this(edits, functions, summary, why, Set.of());
    }
  }

  /// The recipe fits the site, and the site must not or cannot yet be rewritten.
  ///
  /// @param line the line that decides, 1-based
  record Refusal(Kind kind, String file, int line, String reason) implements Outcome {}

  /// The recipe is about something else.
  record NotApplicable() implements Outcome {}

  /// Whether a person could still do it.
  enum Kind {
    /// Today's contracts forbid it.
    REFUSE,
    /// Possible with a change elsewhere or a decision that a person takes.
    ASSIST;

    /// The word used in reports.
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// A function whose mapping calls a rewrite changes.
  record Touched(String file, String function) {}
}
