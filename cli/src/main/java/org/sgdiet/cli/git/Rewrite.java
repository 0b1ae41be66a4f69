// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sgdiet.rewriter.edit.FileEdits;

/// One rewrite that is to become part of a series.
///
/// @param kind where in a series its patch stands
/// @param recipe id of the recipe that wrote it
/// @param subjectFile the file whose history gives the subject's prefix
/// @param created files that the tree does not have, by path
/// @param functions what it touches
/// @param summary what it does, imperative, lower case, without prefix
/// @param why paragraphs of the log
/// @param evidence what was executed, a paragraph
public record Rewrite(
    MailPatch.Kind kind,
    String recipe,
    String subjectFile,
    List<FileEdits> edits,
    Map<String, byte[]> created,
    List<String> functions,
    String summary,
    List<String> why,
    String evidence) {

  public Rewrite {
    edits = List.copyOf(edits);
    created = Map.copyOf(created);
    functions = List.copyOf(functions);
    why = List.copyOf(why);
  }

  /// The files it changes.
  List<String> files() {
    return Stream.concat(edits.stream().map(FileEdits::path), created.keySet().stream())
        .sorted()
        .toList();
  }
}
