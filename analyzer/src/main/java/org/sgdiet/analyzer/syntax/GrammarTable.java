// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import io.github.treesitter.jtreesitter.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What the C grammar calls its node kinds and fields, by number. Kept as a resource, so that who
/// reads plain C need not load the native library: a tenth of a second.
///
/// @param kinds from number 0
/// @param fields from number 1
record GrammarTable(List<Kind> kinds, List<String> fields) {

  /// A kind of node.
  ///
  /// @param named unlike keywords, brackets and operators
  /// @param visible whether trees have such nodes
  record Kind(String name, boolean named, boolean visible) {}

  private static final String RESOURCE = "c-grammar.txt";

  GrammarTable {
    kinds = List.copyOf(kinds);
    fields = List.copyOf(fields);
  }

  /// The table that the loaded grammar gives.
  static GrammarTable of(Language c) {
    return new GrammarTable(
        IntStream.range(0, c.getSymbolCount())
            .mapToObj(i ->
                new Kind(
                    String.valueOf(c.getSymbolName((short) i)),
                    c.isNamed((short) i),
                    c.isVisible((short) i)))
            .toList(),
        IntStream.rangeClosed(1, c.getFieldCount())
            .mapToObj(i -> String.valueOf(c.getFieldNameForId((short) i)))
            .toList());
  }

  /// The table that is kept.
  static GrammarTable ofResource() {
    try (InputStream in = GrammarTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GrammarTable parse(String text) {
    List<Kind> kinds = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          String name = line.substring(line.indexOf(' ') + 1).translateEscapes().intern();
          switch (line.substring(0, line.indexOf(' '))) {
            case "node" -> kinds.add(new Kind(name, true, true));
            case "token" -> kinds.add(new Kind(name, false, true));
            case "rule" -> kinds.add(new Kind(name, true, false));
            case "hidden" -> kinds.add(new Kind(name, false, false));
            case "field" -> fields.add(name);
            default -> throw new IllegalStateException(RESOURCE + ": " + line);
          }
        });
    return new GrammarTable(kinds, fields);
  }

  /// The text of the resource.
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# The node kinds of the C grammar from 0, then its fields from 1.\n");
    for (Kind kind : kinds) {
      String shown = kind.named() ? "node" : "token";
      String hidden = kind.named() ? "rule" : "hidden";
      text.append(kind.visible() ? shown : hidden).append(' ').append(escaped(kind.name()));
      text.append('\n');
    }
    fields.forEach(name -> text.append("field ").append(name).append('\n'));
    return text.toString();
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
