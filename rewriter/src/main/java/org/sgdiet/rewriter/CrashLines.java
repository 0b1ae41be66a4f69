// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;

/// Lines with a `BUG_ON()`: a patch that edits one adds one, which scripts/checkpatch.pl (7.3)
/// refuses, so a person replaces it first.
final class CrashLines {

  private static final Pattern CRASH = Pattern.compile("\\bBUG(_ON)?\\s*\\(");

  private CrashLines() {}

  /// The outcome, or a refusal that names the first such line the proposal would edit.
  static Outcome avoided(Outcome outcome, CodeTree tree) {
    if (!(outcome instanceof Outcome.Proposal proposal)) {
      return outcome;
    }
    return proposal.edits().stream()
        .flatMap(file -> refusal(file, tree.file(file.path())).stream())
        .findFirst()
        .orElse(outcome);
  }

  private static Optional<Outcome> refusal(FileEdits edits, SourceFile file) {
    return edits.edits().stream()
        .filter(e -> CRASH.matcher(e.text()).find() || isIn(e, file))
        .findFirst()
        .map(e ->
            new Outcome.Refusal(
                Outcome.Kind.ASSIST,
                edits.path(),
                file.line(e.span().start()),
                "the rewrite has to edit this BUG_ON(), and a patch may add none: make it a"
                    + " WARN_ON_ONCE() with a way out first"));
  }

  /// Whether an edit leaves such a call standing on a line it changes a part of.
  private static boolean isIn(Edit edit, SourceFile file) {
    int line = file.line(edit.span().start());
    return edit.span().length() > 0
        && line == file.line(edit.span().end())
        && CRASH.matcher(file.text(file.lineSpan(line))).find()
        && !CRASH.matcher(file.text(edit.span())).find();
  }
}
