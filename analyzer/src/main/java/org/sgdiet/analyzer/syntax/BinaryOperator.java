// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

/// C's binary operators, without assignment and comma.
public enum BinaryOperator {
  MULTIPLY("*"),
  DIVIDE("/"),
  REMAINDER("%"),
  ADD("+"),
  SUBTRACT("-"),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  EQUAL("=="),
  NOT_EQUAL("!="),
  AND("&"),
  XOR("^"),
  OR("|"),
  LOGICAL_AND("&&"),
  LOGICAL_OR("||");

  private final String token;

  BinaryOperator(String token) {
    this.token = token;
  }

  /// Whether the operator compares two values.
  public boolean compares() {
    return switch (this) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> true;
      case MULTIPLY,
          DIVIDE,
          REMAINDER,
          ADD,
          SUBTRACT,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          AND,
          XOR,
          OR,
          LOGICAL_AND,
          LOGICAL_OR ->
          false;
    };
  }

  /// The operator as C spells it.
  public String token() {
    return token;
  }
}
