// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.GoldenTree;
import org.sgdiet.rewriter.Rewrites;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.edit.FileEdits;

/// Golden pairs of every recipe: `x.before.c` becomes `x.after.c` (upstream) or `x.phyr.c` (phyr);
/// a before without an after must not change, and each of its `//~ refuse: text` lines is where a
/// refusal with that text must point. `-Dsgdiet.bless=true` writes the afters; read the diff then.
class RewriteTest {

  private static final int CYCLES = 6;
  private static final Pattern EXPECTED = Pattern.compile("//~ (refuse|assist): (.*)");

  @TestFactory
  Stream<DynamicTest> goldenPairs() {
    return Recipes.ALL.stream()
        .flatMap(recipe ->
            GoldenTree.befores(recipe.id()).stream()
                .flatMap(before ->
                    recipe.dialects().stream()
                        .map(dialect ->
                            DynamicTest.dynamicTest(
                                recipe.id() + " " + before.getFileName() + " " + dialect.word(),
                                () -> check(recipe, before, dialect)))));
  }

  private static void check(Recipe recipe, Path file, Dialect dialect) throws IOException {
    String before = GoldenTree.text(file);
    String after = rewritten(recipe, before, dialect);
    refusals(recipe, before, dialect, after.equals(before));
    Path golden = golden(file, dialect);
    if (Boolean.getBoolean("sgdiet.bless") && !after.equals(before)) {
      Files.writeString(golden, after, StandardCharsets.ISO_8859_1);
    }
    assertThat(after).isEqualTo(Files.exists(golden) ? GoldenTree.text(golden) : before);

    assertThat(rewritten(recipe, after, dialect)).as("a second pass").isEqualTo(after);
    assertThat(rewritten(recipe, before.replace("\n", "\r\n"), dialect))
        .as("CRLF")
        .isEqualTo(after.replace("\n", "\r\n"));
    String accent = "/* \u00e9\u00fc\u0080 */\n";
    assertThat(rewritten(recipe, accent + before, dialect)).as("latin-1").isEqualTo(accent + after);
    assertThat(unread(after)).as("unread nodes").isLessThanOrEqualTo(unread(before));
    assertThat(
            new String(
                new FileEdits("x", List.of()).apply(bytes(before)), StandardCharsets.ISO_8859_1))
        .as("print identity")
        .isEqualTo(before);
  }

  private static Path golden(Path before, Dialect dialect) {
    String suffix =
        switch (dialect) {
          case UPSTREAM -> ".after.c";
          case PHYR -> ".phyr.c";
        };
    String name = before.getFileName().toString().replace(".before.c", suffix);
    return before.resolveSibling(name);
  }

  /// Applies one proposal at a time until there is none.
  private static String rewritten(Recipe recipe, String text, Dialect dialect) {
    SourceTree tree = GoldenTree.of(text);
    for (int i = 0; i < CYCLES; i++) {
      Optional<Outcome.Proposal> next =
          outcomes(recipe, tree, dialect).stream()
              .filter(o -> o instanceof Outcome.Proposal)
              .map(o -> (Outcome.Proposal) o)
              .findFirst();
      if (next.isEmpty()) {
        return text(tree);
      }
      tree = new EditedTree(tree, next.get().edits());
    }
    throw new AssertionError("still changing after " + CYCLES + " cycles");
  }

  private static List<Outcome> outcomes(Recipe recipe, SourceTree tree, Dialect dialect) {
    List<Finding> findings = new Scan(tree, KernelApi.builtIn()).run().findings();
    return new Rewrites(tree, dialect, findings)
        .in(GoldenTree.DRIVER).stream()
            .filter(a -> a.recipe().equals(recipe))
            .map(Rewrites.Answer::outcome)
            .toList();
  }

  private static String text(SourceTree tree) {
    return switch (tree.read(GoldenTree.DRIVER)) {
      case SourceTree.Content.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.ISO_8859_1);
      case SourceTree.Content.Skipped(String reason) -> throw new AssertionError(reason);
    };
  }

  private static void refusals(Recipe recipe, String before, Dialect dialect, boolean unchanged) {
    Set<String> said = new LinkedHashSet<>();
    for (Outcome o : outcomes(recipe, GoldenTree.of(before), dialect)) {
      if (o instanceof Outcome.Refusal r) {
        said.add(r.line() + " " + r.kind().word() + ": " + r.reason());
      }
    }
    List<String> expected = new ArrayList<>();
    String[] lines = before.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher m = EXPECTED.matcher(lines[i]);
      if (m.find()) {
        expected.add((i + 1) + " " + m.group(1) + ": " + m.group(2));
      }
    }
    assertThat(said).as("refusals").hasSameSizeAs(expected);
    for (String e : expected) {
      String head = e.substring(0, e.indexOf(": ") + 2);
      String rest = e.substring(e.indexOf(": ") + 2);
      assertThat(said).as(e).anyMatch(s -> s.startsWith(head) && s.contains(rest));
    }
    if (unchanged) {
      assertThat(said).as("a reason for leaving it alone").isNotEmpty();
    }
  }

  private static long unread(String text) {
    var parsed = SyntaxReader.read(SourceFile.of(GoldenTree.DRIVER, text));
    return parsed.outline().stream()
        .map(slice -> parsed.items(slice).toString())
        .mapToLong(s -> Pattern.compile("Unread\\[").matcher(s).results().count())
        .sum();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
