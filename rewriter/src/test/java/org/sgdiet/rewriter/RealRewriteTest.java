// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.rewriter.Rewrites.Answer;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.PhyrTree;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Recipes;

/// Rewrites of a kernel tree, made and asked for again; says how many on stdout. The fixes of
/// findings are left out, as a scan has to find them first.
@Tag("kernel")
class RealRewriteTest {

  /// A function and the recipe that changes it.
  private record Change(String file, String function, String recipe) {}

  @ParameterizedTest
  @EnumSource
  void whatIsRewrittenIsNotRewrittenAgain(Dialect dialect) throws IOException {
    SourceTree tree = DirectoryTree.of(Path.of(System.getProperty("kernel.tree")));
    SourceTree base =
        switch (dialect) {
          case UPSTREAM -> tree;
          case PHYR -> PhyrTree.of(tree);
        };
    List<String> again =
        directories(tree, dialect).parallelStream()
            .flatMap(files -> {
              Rewrites first = new Rewrites(tree, dialect, List.of());
              return files.stream()
                  .flatMap(f -> again(proposals(first, f), base, dialect, f).stream());
            })
            .toList();
    System.out.println(dialect.word() + ": " + again.size() + " rewrites made twice");
    assertThat(again).isNotEmpty();
    assertThat(again.stream().filter(c -> !c.isEmpty())).isEmpty();
  }

  /// The files that recipes are about, each directory's together.
  private static Collection<List<String>> directories(SourceTree tree, Dialect dialect) {
    Prefilter words = Recipes.prefilter(dialect);
    return tree.paths().parallelStream()
        .filter(p -> tree.read(p) instanceof Content.Bytes(byte[] bytes) && words.matches(bytes))
        .collect(Collectors.groupingBy(p -> p.substring(0, p.lastIndexOf('/'))))
        .values();
  }

  /// For each rewrite of a file what a second pass changes that the first did not leave, or "".
  private static List<String> again(
      List<Answer> proposals, SourceTree base, Dialect dialect, String file) {
    Map<Change, Long> first = changes(proposals);
    return proposals.stream()
        .map(a -> ((Outcome.Proposal) a.outcome()).edits())
        .distinct()
        .map(edits -> {
          SourceTree after = new EditedTree(base, edits);
          Map<Change, Long> second =
              changes(proposals(new Rewrites(after, dialect, List.of()), file));
          boolean less =
              !second.equals(first)
                  && second.entrySet().stream()
                      .allMatch(e -> e.getValue() <= first.getOrDefault(e.getKey(), 0L));
          return less ? "" : first + " became " + second;
        })
        .toList();
  }

  private static Map<Change, Long> changes(List<Answer> proposals) {
    return proposals.stream()
        .map(a -> new Change(a.file(), a.function(), a.recipe().id()))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static List<Answer> proposals(Rewrites rewrites, String file) {
    return rewrites.in(file).stream().filter(a -> a.outcome() instanceof Outcome.Proposal).toList();
  }
}
