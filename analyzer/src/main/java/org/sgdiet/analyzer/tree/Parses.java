// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;

/// Files parsed once for several scans: two versions of a tree have most of their files in common.
/// Holds on to what it parsed; for scans of a few directories.
public final class Parses {

  private final Map<String, ParsedFile> files = new ConcurrentHashMap<>();

  /// The file, parsed; the same as before as long as it has the same bytes.
  public ParsedFile of(SourceFile file) {
    return files.compute(
        file.path(),
        (_, known) ->
            known != null && Arrays.equals(known.source().bytes(), file.bytes())
                ? known
                : SyntaxReader.readKeeping(file));
  }
}
