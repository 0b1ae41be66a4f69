// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.Item;

/// Enums whose body stands inside another declaration: a typedef, a struct member, a variable.
final class InnerEnums {

  private static final Pattern BODY = Pattern.compile("\\benum\\b[^{};()]*(\\{[^{}]*\\})");

  private InnerEnums() {}

  static List<Item.Enumeration> of(String text) {
    List<Item.Enumeration> found = new ArrayList<>();
    Matcher m = BODY.matcher(text);
    while (m.find()) {
      SourceFile file = SourceFile.of("<enum>", "enum inner " + m.group(1) + ";\n");
      found.addAll(Outlined.of(file).enumerations());
    }
    return found;
  }
}
