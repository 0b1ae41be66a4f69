// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// Unary operators on values.
public enum UnaryOp {
  NEGATE("-"),
  COMPLEMENT("~"),
  /// `!x`: 1 when `x` is zero or a null pointer, else 0; of type s32.
  IS_ZERO("!");

  private final String token;

  UnaryOp(String token) {
    this.token = token;
  }

  /// As the text form writes it.
  public String token() {
    return token;
  }
}
