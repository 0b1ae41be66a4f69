// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdiet.analyzer.mask.CompactText;
import org.sgdiet.analyzer.mask.Masking;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

/// Plain C is read as the grammar reads it, except where the grammar reads it wrongly.
class PlainParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = b ? c : d ? e : f;",
        "a ?: b;",
        "x = (struct foo){ .a = 1, .b[2] = { 3 }, [4 ... 5] = 6, };",
        "x = (u32 *)p + (unsigned long)q;",
        "p = (void (*)(int, char *))q;",
        "for (int i = 0, j = 1; i < n; i++, j--) ;",
        "switch (a) { case 1: case B: x(); break; default: { y(); } }",
        "do { a--; } while (--b > -1);",
        "out: ;",
        "if (a) if (b) c(); else d();",
        "struct { int a : 3; unsigned b; } x, *y = &z[1];",
        "foo *bar, **baz = q;",
        "foo *bar[N] = { 1, 2 };",
        "a * b(c);",
        "int (*fn)(struct a *, ...) = f;",
        "x = ({ int y = f(); y; });",
        "p->q[i].r = sizeof(*p) + sizeof x;",
        "*p++ = -1 - -x;",
        "print(\"a\" \"b\", 'c', NULL);",
        "a = b, c = d;",
        "return;",
        "goto out;",
        "unsigned long long int l = ~0UL << 3 >> 1;",
        "(*p->f)(a, &b);",
        "(f)(a);",
      })
  void isReadAsTheGrammarReadsIt(String statement) {
    CompactText text = compact(statement);
    Optional<FlatTree> plain = PlainParser.parse(text);
    assertThat(plain).as("read as plain C").isPresent();
    assertThat(difference(plain.get(), text, statement)).isEmpty();
  }

  /// The grammar takes `(struct a) + 1` for a cast, and `--` behind `!x` for a step of all of it.
  @ParameterizedTest
  @CsvSource({
    "x = sizeof(struct a) + 1;, binary_expression",
    "x = sizeof(struct a) - 1;, binary_expression",
    "x = !n--;, unary_expression"
  })
  void isReadAsTheLanguageHasItWhereTheGrammarIsWrong(String statement, String kind) {
    CompactText text = compact(statement);
    FlatTree plain = PlainParser.parse(text).orElseThrow();
    assertThat(difference(plain, text, statement))
        .hasValueSatisfying(d -> assertThat(d).startsWith(kind + " for "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a + b = c;", "x = __extension__ 1;", "if a;", "@"})
  void isLeftToTheGrammarWhenItIsNotPlain(String statement) {
    assertThat(PlainParser.parse(compact(statement))).isEmpty();
  }

  @Test
  void deepNestingIsLeftToTheGrammar() {
    String deep = "x = " + "(".repeat(450) + "y" + ")".repeat(450) + ";";
    assertThat(PlainParser.parse(compact(deep))).isEmpty();
  }

  @Test
  void shippedSourcesAreReadAsTheGrammarReadsThem() throws IOException {
    TreeComparison shipped = TreeComparison.of(Path.of("..", "testdata"));
    assertThat(shipped.different()).isEmpty();
    assertThat(shipped.same()).isGreaterThan(20 * shipped.left()).isGreaterThan(1000);
  }

  @Test
  @Tag("kernel")
  void driversAreReadAsTheGrammarReadsThem() throws IOException {
    TreeComparison drivers =
        TreeComparison.of(Path.of(System.getProperty("kernel.tree", "")).resolve("drivers/crypto"));
    System.out.printf(
        "plain C: %d items as the grammar, %d left to it, %d otherwise%n",
        drivers.same(), drivers.left(), drivers.different().size());
    assertThat(drivers.different())
        .allSatisfy(d -> assertThat(d).containsAnyOf("sizeof", "for update_expression at '!"));
    assertThat(drivers.same()).isGreaterThan(20 * drivers.left());
  }

  private static Optional<String> difference(FlatTree plain, CompactText text, String statement) {
    FlatTree grammar = FlatTree.parse(text, ItemParser.LIMIT_MILLIS).orElseThrow();
    return TreeComparison.difference(plain, grammar, file(statement));
  }

  private static CompactText compact(String statement) {
    SourceFile file = file(statement);
    return Masking.maskFragment(file, new Span(0, file.bytes().length)).parsed();
  }

  private static SourceFile file(String statement) {
    return new SourceFile("a.c", statement.getBytes(StandardCharsets.ISO_8859_1));
  }
}
