// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the lines that describe kernel calls; the format is told at the head of
/// `kernel-calls.txt`.
final class CallTable {

  private static final Pattern LINE =
      Pattern.compile(
          "([a-z-]+)\\s+([a-z]+)\\s+([a-z-]+)\\s+(\\w+)\\(([^)]*)\\)"
              + "(?:\\s+in\\s+(\\w+)\\.(\\w+))?(?:\\s+since\\s+([\\d.]+))?(?:\\s+until\\s+([\\d.]+))?");

  private CallTable() {}

  /// Reads a table.
  ///
  /// @param name what to call it in a complaint
  /// @throws IllegalArgumentException naming the line that cannot be read
  static List<KernelCall> read(String name, String text) {
    List<KernelCall> calls = new ArrayList<>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        calls.add(call(line, name + ":" + number));
      }
    }
    return calls;
  }

  private static KernelCall call(String line, String where) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          where
              + ": expected: effect object returns name(parameters) [in struct.member] [since X.Y]"
              + " [until X.Y]");
    }
    List<String> words =
        Arrays.stream(m.group(5).split(",", -1))
            .map(String::strip)
            .filter(w -> !w.isEmpty())
            .toList();
    boolean open = words.contains("...");
    return new KernelCall(
        word(Effect.class, m.group(1), where),
        word(Subject.class, m.group(2), where),
        word(Returns.class, m.group(3), where),
        m.group(4),
        words.stream().filter(w -> !w.equals("...")).map(w -> parameter(w, where)).toList(),
        open,
        Optional.ofNullable(m.group(6)).map(s -> new MemberKey(s, m.group(7))),
        Optional.ofNullable(m.group(8)).map(KernelVersion::parse),
        Optional.ofNullable(m.group(9)).map(KernelVersion::parse));
  }

  private static Parameter parameter(String word, String where) {
    return word.equals("_") ? Parameter.OTHER : word(Parameter.class, word, where);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word, String where) {
    String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                where + ": '" + word + "' is no " + type.getSimpleName().toLowerCase(Locale.ROOT)));
  }
}
