// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.analyzer.tree.SourceTree;

class FileModelTest {

  private record Tree(Map<String, String> files) implements SourceTree {
    @Override
    public List<String> paths() {
      return List.copyOf(new TreeMap<>(files).keySet());
    }

    @Override
    public Content read(String path) {
      String text = files.get(path);
      return text == null
          ? new Content.Skipped("not found")
          : new Content.Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static FileModel model(String text) {
    return new TreeModel(new Tree(Map.of("drivers/x/a.c", text))).file("drivers/x/a.c");
  }

  /// The type of the expression that function `f` returns.
  private static CType returned(FileModel names) {
    Item.Function f = names.function("f").orElseThrow().item();
    Stmt.Return r = (Stmt.Return) f.body().body().getLast();
    Expr e = r.value().orElseThrow();
    return names.typeOf(e, Scopes.of(f, names).at(e.span().start()));
  }

  @Test
  void aNumberSignInACommentIsNoPartOfAMacro() {
    FileModel names =
        model(
            """
            #define RING 16 /* # of slots */
            #define NAME(x) #x
            int f(void) { return RING; }
            """);
    assertThat(names.macro("RING").orElseThrow().item().body()).isEqualTo("16");
    assertThat(names.macro("NAME").orElseThrow().item().body()).isEqualTo("#x");
  }

  @Test
  void aMacroThatDeclaresAFieldAsAUnionGivesItItsType() {
    FileModel names =
        model(
            """
            #define STAT(FIELD) union { unsigned long FIELD; atomic_t __##FIELD; }
            struct a { STAT(sent); STAT(lost); };
            unsigned long f(struct a *p) { return p->lost; }
            """);
    assertThat(returned(names)).isEqualTo(CType.Int.UNSIGNED_LONG);
    CType a = new CType.Tagged(TagKind.STRUCT, "a");
    assertThat(names.member(a, "lost").orElseThrow().offsetBytes()).isEqualTo(8);
  }

  @Test
  void membersOfTwoStructsWithTheSameNameAreTwo() {
    FileModel names =
        model(
            """
            struct a { u8 len; }; struct b { struct a in; u64 len; };
            u64 f(struct b *p) { return p->len; }
            u8 g(struct b *p) { return p->in.len; }
            """);
    assertThat(returned(names)).isEqualTo(CType.Int.UNSIGNED_LONG);
    CType b = new CType.Tagged(TagKind.STRUCT, "b");
    assertThat(names.member(b, "len").orElseThrow().offsetBytes()).isEqualTo(8);
    assertThat(names.layout(b).orElseThrow().sizeBytes()).isEqualTo(16);
  }

  @Test
  void anInnerBlockShadows() {
    FileModel names =
        model(
            """
            int f(struct device *x) { { u16 x = 1; { __le32 x; return x; } } }
            """);
    Item.Function f = names.function("f").orElseThrow().item();
    Scopes scopes = Scopes.of(f, names);
    int at = f.span().end() - "return x; } } }".length();
    assertThat(scopes.at(at).find("x").orElseThrow().type())
        .isEqualTo(new CType.Int(32, false, Endian.LITTLE));
    assertThat(scopes.at(f.body().span().end()).find("x").orElseThrow().type())
        .isEqualTo(new CType.Pointer(new CType.Tagged(TagKind.STRUCT, "device")));
  }

  @Test
  void structsAndBitFieldsAreLaidOutAsByGcc() {
    FileModel names =
        model(
            """
            struct e { u8 a; __le64 addr; u16 n; };
            struct g { u32 x:3, y:30; u8 z; };
            union h { u8 a[5]; u32 b; };
            """);
    assertThat(layout(names, "e").sizeBytes()).isEqualTo(24);
    assertThat(layout(names, "g").member("y").orElseThrow().offsetBytes()).isEqualTo(4);
    assertThat(layout(names, "g").member("z").orElseThrow().offsetBytes()).isEqualTo(8);
    CType union = new CType.Tagged(TagKind.UNION, "h");
    assertThat(names.layout(union).orElseThrow().sizeBytes()).isEqualTo(8);
  }

  private static Layout layout(FileModel names, String tag) {
    return names.layout(new CType.Tagged(TagKind.STRUCT, tag)).orElseThrow();
  }

  @Test
  void macrosEnumeratorsAndHeadersGiveConstants() {
    Tree tree =
        new Tree(
            Map.of(
                "drivers/x/a.c",
                """
                #include "a.h"
                struct s { u32 v[MAX_SG + LAST]; };
                """,
                "drivers/x/a.h",
                """
                #include <linux/missing.h>
                #define SHIFT(n) (1 << (n))
                #define MAX_SG SHIFT(4)
                enum { FIRST = 3, SECOND, LAST };
                """));
    TreeModel model = new TreeModel(tree);
    FileModel names = model.file("drivers/x/a.c");
    assertThat(layout(names, "s").sizeBytes()).isEqualTo(4 * (16 + 5));
    assertThat(names.macro("NOWHERE")).isEmpty();
    assertThat(model.missingHeaders()).containsExactly("linux/missing.h");
  }

  @Test
  void aStaticFunctionOfAnotherFileIsNotVisible() {
    Tree tree =
        new Tree(
            Map.of(
                "drivers/x/a.c", "int f(void) { return shared() + hidden(); }",
                "drivers/x/b.c",
                    "int shared(void) { return 1; } static int hidden(void) { return 2; }"));
    FileModel names = new TreeModel(tree).file("drivers/x/a.c");
    assertThat(names.function("shared").orElseThrow().path()).isEqualTo("drivers/x/b.c");
    assertThat(names.function("hidden")).isEmpty();
  }

  @Test
  void typesOfCalls() {
    assertThat(returned(model("u32 f(struct scatterlist *sg) { return sg_dma_len(sg_next(sg)); }")))
        .isEqualTo(CType.Int.UNSIGNED_INT);
    assertThat(returned(model("int f(u8 a, u16 b) { return a + b; }"))).isEqualTo(CType.Int.INT);
    assertThat(returned(model("int f(char *a) { return *(a + 1); }"))).isEqualTo(CType.Int.CHAR);
    assertThat(returned(model("int f(int n) { return unknown_thing(n); }")))
        .isInstanceOf(CType.Opaque.class);
  }
}
