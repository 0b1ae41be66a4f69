// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.edit.EditedTree;

/// A tree with the API patch of the phyr dialect, in memory.
public final class PhyrTree implements SourceTree {

  private final SourceTree edited;
  private final Map<String, byte[]> created;

  private PhyrTree(SourceTree edited, Map<String, byte[]> created) {
    this.edited = edited;
    this.created = created;
  }

  /// `tree` with the patch; a tree that the patch does not fit, a part of a kernel for one, as it
  /// is.
  public static SourceTree of(SourceTree tree) {
    return switch (ApiPatch.of(tree, ApiLevel.of(tree))) {
      case ApiPatch.Result.Made(ApiPatch patch) ->
          new PhyrTree(new EditedTree(tree, patch.edits()), patch.created());
      case ApiPatch.Result.Impossible _ -> tree;
    };
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>(edited.paths());
    paths.addAll(created.keySet());
    return paths.stream().sorted().distinct().toList();
  }

  @Override
  public Content read(String path) {
    byte[] bytes = created.get(path);
    return bytes == null ? edited.read(path) : new Content.Bytes(bytes);
  }
}
