// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The C grammar's node kinds and fields by number, read once from its table.
final class Kinds {

  static final String ERROR_NAME = "ERROR";
  static final String MISSING_NAME = "MISSING";

  /// A number no grammar uses, for tokens that the parser made up.
  static final int MISSING = 0xfffe;

  private static final int ERROR = 0xffff;

  /// Named nodes whose inside is not asked for.
  private static final Set<String> LEAVES =
      Set.of(
          "identifier",
          "field_identifier",
          "type_identifier",
          "statement_identifier",
          "primitive_type",
          "number_literal",
          "char_literal",
          "string_literal",
          "true",
          "false",
          "storage_class_specifier",
          "type_qualifier",
          "null");

  private static final String[] NAMES;
  private static final boolean[] NAMED;
  private static final boolean[] LEAF;
  private static final List<String> FIELDS;

  static {
    GrammarTable table = GrammarTable.ofResource();
    NAMES = table.kinds().stream().map(GrammarTable.Kind::name).toArray(String[]::new);
    NAMED = new boolean[NAMES.length];
    LEAF = new boolean[NAMES.length];
    for (int i = 0; i < NAMES.length; i++) {
      NAMED[i] = table.kinds().get(i).named();
      LEAF[i] = LEAVES.contains(NAMES[i]) || (!NAMED[i] && table.kinds().get(i).visible());
    }
    FIELDS = table.fields();
  }

  private Kinds() {}

  /// The number of the node kind called `name`.
  static int named(String name) {
    return number(name, true);
  }

  /// The number of a keyword, bracket or operator; of none for a text that is no such token.
  static int token(String text) {
    return number(text, false);
  }

  private static int number(String name, boolean named) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMED[i] == named && NAMES[i].equals(name)) {
        return i;
      }
    }
    return ERROR;
  }

  static String name(int symbol) {
    return switch (symbol) {
      case ERROR -> ERROR_NAME;
      case MISSING -> MISSING_NAME;
      default -> NAMES[symbol];
    };
  }

  static boolean isNamed(int symbol) {
    return symbol == ERROR || (symbol < NAMES.length && NAMED[symbol]);
  }

  /// Whether a node is a keyword, bracket or operator, as long as its name.
  static boolean isToken(int symbol) {
    return symbol < NAMES.length && LEAF[symbol] && !NAMED[symbol];
  }

  /// Whether a node's children are not worth a look.
  static boolean isLeaf(int symbol) {
    return symbol < NAMES.length && LEAF[symbol];
  }

  /// The grammar's fields that are asked for.
  enum Field {
    ALTERNATIVE,
    ARGUMENT,
    ARGUMENTS,
    BODY,
    CONDITION,
    CONSEQUENCE,
    DECLARATOR,
    DESIGNATOR,
    END,
    FIELD,
    FUNCTION,
    INDEX,
    INITIALIZER,
    LABEL,
    LEFT,
    NAME,
    PARAMETERS,
    RIGHT,
    SIZE,
    START,
    TYPE,
    UPDATE,
    VALUE;

    /// The grammar counts its fields from 1.
    private final int id = 1 + FIELDS.indexOf(name().toLowerCase(Locale.ROOT));

    int id() {
      return id;
    }
  }
}
