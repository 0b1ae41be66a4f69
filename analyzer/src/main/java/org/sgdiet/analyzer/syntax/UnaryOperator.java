// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

/// C's prefix operators without side effect.
public enum UnaryOperator {
  PLUS("+"),
  MINUS("-"),
  NOT("!"),
  COMPLEMENT("~"),
  DEREFERENCE("*"),
  ADDRESS_OF("&");

  private final String token;

  UnaryOperator(String token) {
    this.token = token;
  }

  /// The operator as C spells it.
  public String token() {
    return token;
  }
}
