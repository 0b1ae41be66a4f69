// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.tree.SourceTree;

/// Which words of the DMA API a tree's headers declare.
///
/// @param features what was found
/// @param known whether the tree holds `include/linux/dma-mapping.h` at all; a partial tree without
///   it is taken to have what every supported kernel has
public record ApiLevel(Set<Feature> features, boolean known) {

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

  /// What every kernel from 6.1 on has.
  private static final Set<Feature> BASELINE =
      Collections.unmodifiableSet(
          EnumSet.of(
              Feature.MAP_SGTABLE,
              Feature.SGTABLE_LOOPS,
              Feature.IB_MAP_SGTABLE,
              Feature.PREP_SLAVE_SINGLE));

  public ApiLevel {
    features = Set.copyOf(features);
  }

  /// Reads the headers of a tree.
  public static ApiLevel of(SourceTree tree) {
    Map<String, String> texts = new HashMap<>();
    EnumSet<Feature> found = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      for (String header : feature.headers()) {
        if (feature.declaredIn(texts.computeIfAbsent(header, path -> code(tree, path)))) {
          found.add(feature);
        }
      }
    }
    if (texts.getOrDefault("include/linux/dma-mapping.h", "").isEmpty()) {
      return new ApiLevel(BASELINE, false);
    }
    return new ApiLevel(found, true);
  }

  /// Whether the tree has `feature`.
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  private static String code(SourceTree tree, String path) {
    return switch (tree.read(path)) {
      case SourceTree.Content.Bytes(byte[] bytes) ->
          COMMENT.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).replaceAll(" ");
      case SourceTree.Content.Skipped _ -> "";
    };
  }
}
