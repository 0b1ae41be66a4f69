// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.rewriter.edit.FileEdits;

/// Files of the user's tree, changed because `--write` asked for it.
final class WorkTree {
  private WorkTree() {}

  /// Makes the edits: every new content is written beside its file first, and only when all of them
  /// are there do they take the files' names.
  static void write(Path tree, SourceTree source, List<FileEdits> edits) {
    Map<Path, Path> drafts = new LinkedHashMap<>();
    try {
      for (FileEdits file : edits) {
        Path target = tree.resolve(file.path());
        if (Files.isSymbolicLink(target) || !Files.isWritable(target)) {
          throw new BadInputException(target + ": not a writable file; nothing was written");
        }
        if (source.read(file.path()) instanceof Content.Bytes(byte[] bytes)) {
          Path draft = target.resolveSibling("." + target.getFileName() + ".sgdiet");
          drafts.put(draft, target);
          Files.copy(target, draft, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
          Files.write(draft, file.apply(bytes), StandardOpenOption.TRUNCATE_EXISTING);
        }
      }
      for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
        Files.move(draft.getKey(), draft.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new BadInputException(tree + ": cannot be written: " + e.getMessage());
    } finally {
      drafts.keySet().forEach(WorkTree::delete);
    }
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException _) {
      // a hidden file stays that nothing reads
    }
  }
}
