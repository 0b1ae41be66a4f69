// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;

/// The edits of several rewrites of the same base, put together.
public final class MergedEdits {

  private final Map<String, List<Edit>> edits;

  /// No edits.
  public MergedEdits() {
    this(Map.of());
  }

  private MergedEdits(Map<String, List<Edit>> edits) {
    this.edits = new TreeMap<>(edits);
  }

  /// The same edits; what is added to one is not in the other.
  MergedEdits copy() {
    return new MergedEdits(edits);
  }

  /// Adds a rewrite, all of it or, when one of its edits overlaps one that is here, nothing.
  ///
  /// @return whether it was added
  public boolean add(List<FileEdits> rewrite) {
    Map<String, List<Edit>> merged = new TreeMap<>();
    for (FileEdits file : rewrite) {
      List<Edit> old = edits.getOrDefault(file.path(), List.of());
      List<Edit> all = Stream.concat(old.stream(), file.edits().stream()).distinct().toList();
      try {
        merged.put(file.path(), new FileEdits(file.path(), all).edits());
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
    edits.putAll(merged);
    return true;
  }

  /// All edits, by path.
  public List<FileEdits> files() {
    return edits.entrySet().stream().map(e -> new FileEdits(e.getKey(), e.getValue())).toList();
  }

  /// A file's content with its edits made.
  byte[] apply(String path, byte[] base) {
    return new FileEdits(path, edits.getOrDefault(path, List.of())).apply(base);
  }
}
