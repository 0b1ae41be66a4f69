// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.rewriter.edit.Draft;

/// Text that the API patch adds to a file that every supported tree has.
///
/// @param path the file
/// @param anchor what the text stands next to
/// @param before whether it stands before what `anchor` matches, rather than after it
/// @param missing what to say of a file without such a place
record Addition(String path, Pattern anchor, boolean before, String text, String missing) {

  /// Puts `text` behind the first match of `anchor`.
  static Addition after(String path, String anchor, String text, String missing) {
    return new Addition(
        path, Pattern.compile(anchor, Pattern.MULTILINE), false, text, path + " " + missing);
  }

  /// Puts `text` in front of the first match of `anchor`.
  static Addition before(String path, String anchor, String text, String missing) {
    return new Addition(
        path, Pattern.compile(anchor, Pattern.MULTILINE), true, text, path + " " + missing);
  }

  /// Adds the edit, or says what the file lacks.
  Optional<String> edit(SourceFile file, Draft draft) {
    Matcher m = anchor.matcher(file.text());
    if (!m.find()) {
      return Optional.of(missing);
    }
    draft.insert(file, before ? m.start() : m.end(), text);
    return Optional.empty();
  }
}
