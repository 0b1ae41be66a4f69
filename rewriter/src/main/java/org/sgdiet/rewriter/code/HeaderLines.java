// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.rewriter.edit.Draft;

/// The `#include` lines of a file.
public final class HeaderLines {

  private static final Pattern INCLUDE = Pattern.compile("(?m)^#include <([^>]+)>[^\\n]*\\n");

  private HeaderLines() {}

  /// Whether `file` includes one of the headers itself.
  public static boolean has(SourceFile file, String... headers) {
    Matcher m = INCLUDE.matcher(file.text());
    while (m.find()) {
      for (String header : headers) {
        if (m.group(1).equals(header)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Includes `header` where its name stands in alphabetical order, or else behind the last
  /// `#include <>` of the file's first block; false when there is none to stand beside.
  public static boolean add(SourceFile file, String header, Draft draft) {
    Matcher m = INCLUDE.matcher(file.text());
    int end = -1;
    while (m.find() && (end < 0 || m.start() == end)) {
      if (m.group(1).startsWith("linux/") && m.group(1).compareTo(header) > 0) {
        draft.insertOnce(file, m.start(), "#include <" + header + ">\n");
        return true;
      }
      end = m.end();
    }
    if (end < 0) {
      return false;
    }
    draft.insertOnce(file, end, "#include <" + header + ">\n");
    return true;
  }
}
