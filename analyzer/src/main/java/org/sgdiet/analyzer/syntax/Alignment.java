// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The alignment that is written on a member: `__aligned(16)`, `____cacheline_aligned`
/// (include/linux/cache.h, Linux 7.3).
final class Alignment {

  /// What keeps a member off the cache lines of others on every machine: the largest
  /// ARCH_DMA_MINALIGN of those that are emulated.
  private static final long CACHE_LINE_BYTES = 128;

  private static final Pattern WRITTEN =
      Pattern.compile("\\b(?:__aligned|aligned)\\s*\\(\\s*(\\w+)\\s*\\)|cacheline_\\w*aligned");

  private Alignment() {}

  /// In bytes; empty when none is written.
  ///
  /// @param member the member's text, comments and all
  static OptionalLong of(String member) {
    Matcher m = WRITTEN.matcher(member.substring(member.lastIndexOf('}') + 1));
    return m.find() ? OptionalLong.of(bytes(m)) : OptionalLong.empty();
  }

  private static long bytes(Matcher written) {
    String number = written.group(1) == null ? "" : written.group(1);
    return number.matches("[1-9]\\d{0,3}") ? Long.parseLong(number) : CACHE_LINE_BYTES;
  }
}
