// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/// Integer and character literals: their value and their type (C11 6.4.4.1).
public final class Literals {

  private Literals() {}

  /// A constant with its type.
  ///
  /// @param value sign or zero extended to 64 bits
  public record Constant(long value, CType.Int type) {

    /// An `int`.
    public static Constant ofInt(long value) {
      return new Constant(value, CType.Int.INT);
    }
  }

  /// The value of an integer literal, or empty for a floating or malformed one.
  public static Optional<Constant> number(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replace("'", "");
    int end = lower.length();
    boolean hex = lower.startsWith("0x");
    while (end > 0 && (lower.charAt(end - 1) == 'u' || lower.charAt(end - 1) == 'l')) {
      end--;
    }
    String suffix = lower.substring(end);
    String digits = lower.substring(0, end);
    int radix = 10;
    if (hex) {
      radix = 16;
      digits = digits.substring(2);
    } else if (digits.startsWith("0b")) {
      radix = 2;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
    }
    BigInteger value;
    try {
      value = new BigInteger(digits, radix);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
    if (value.signum() < 0 || value.bitLength() > 64) {
      return Optional.empty();
    }
    return Optional.of(new Constant(value.longValue(), typeOf(value, radix == 10, suffix)));
  }

  private static CType.Int typeOf(BigInteger value, boolean decimal, String suffix) {
    boolean unsigned = suffix.contains("u");
    boolean wide = suffix.contains("l");
    int bits = value.bitLength();
    if (!wide && bits <= 31 && !unsigned) {
      return CType.Int.INT;
    }
    if (!wide && bits <= 32 && (unsigned || !decimal)) {
      return CType.Int.UNSIGNED_INT;
    }
    return !unsigned && bits <= 63 ? CType.Int.LONG : CType.Int.UNSIGNED_LONG;
  }

  /// The value of a character literal with one character or escape.
  public static Optional<Constant> character(String text) {
    int open = text.indexOf('\'');
    int close = text.lastIndexOf('\'');
    if (open < 0 || close <= open + 1) {
      return Optional.empty();
    }
    String inner = text.substring(open + 1, close);
    if (inner.length() == 1) {
      return Optional.of(Constant.ofInt((byte) inner.charAt(0)));
    }
    if (!inner.startsWith("\\")) {
      return Optional.empty();
    }
    return switch (inner.charAt(1)) {
      case 'n' -> Optional.of(Constant.ofInt('\n'));
      case 't' -> Optional.of(Constant.ofInt('\t'));
      case 'r' -> Optional.of(Constant.ofInt('\r'));
      case '\\', '\'', '"' -> Optional.of(Constant.ofInt(inner.charAt(1)));
      case 'x' -> escape(inner.substring(2), 16);
      default -> escape(inner.substring(1), 8);
    };
  }

  private static Optional<Constant> escape(String digits, int radix) {
    try {
      return Optional.of(Constant.ofInt((byte) Integer.parseInt(digits, radix)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
