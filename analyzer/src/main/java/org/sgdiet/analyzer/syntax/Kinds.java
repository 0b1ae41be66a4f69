// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import io.github.treesitter.jtreesitter.Language;
import java.util.Locale;

/// The C grammar's node kinds and fields by number, read once from the grammar.
final class Kinds {

  static final String ERROR_NAME = "ERROR";
  static final String MISSING_NAME = "MISSING";

  /// A number no grammar uses, for tokens that the parser made up.
  static final int MISSING = 0xfffe;

  private static final int ERROR = 0xffff;
  private static final String[] NAMES;
  private static final boolean[] NAMED;

  static {
    Language c = NativeTreeSitter.c();
    NAMES = new String[c.getSymbolCount()];
    NAMED = new boolean[NAMES.length];
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = String.valueOf(c.getSymbolName((short) i)).intern();
      NAMED[i] = c.isNamed((short) i);
    }
  }

  private Kinds() {}

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
    OPERATOR,
    PARAMETERS,
    RIGHT,
    SIZE,
    START,
    TYPE,
    UPDATE,
    VALUE;

    private final int id = NativeTreeSitter.c().getFieldIdForName(name().toLowerCase(Locale.ROOT));

    int id() {
      return id;
    }
  }
}
