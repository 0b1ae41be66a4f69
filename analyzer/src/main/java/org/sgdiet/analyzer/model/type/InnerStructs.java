// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Structs whose body stands inside another declaration: a typedef, a variable, a member. C makes
/// their tags visible like any other.
final class InnerStructs {

  private static final Pattern HEAD =
      Pattern.compile("\\b(?:struct|union)\\s+(?:__\\w+\\s+)*(\\w+)[^;{}()=]*+\\{");

  private InnerStructs() {}

  /// The tags that may have a body in `text`, beside that of a structure which is all of it.
  ///
  /// @param structure whether it is one
  static Set<String> tags(String text, boolean structure) {
    int first = text.indexOf('{');
    if (first < 0 || (structure && text.indexOf('{', first + 1) < 0)) {
      return Set.of();
    }
    Set<String> tags = new HashSet<>();
    Matcher m = HEAD.matcher(text);
    while (m.find()) {
      tags.add(m.group(1));
    }
    return tags;
  }

  /// The body of `kind tag` in an item.
  static Optional<Item.Struct> find(Item item, TagKind kind, String tag) {
    return switch (item) {
      case Item.Struct s -> inStruct(s, kind, tag);
      case Item.Typedef t -> inType(t.type(), kind, tag);
      case Item.Variable v ->
          inType(v.declarator().type(), kind, tag)
              .map(s -> v.declarator().name().equals("__packed") ? packed(s) : s);
      case Item.Function _,
          Item.Enumeration _,
          Item.Prototype _,
          Item.Macro _,
          Item.Alias _,
          Item.Unread _ ->
          Optional.empty();
    };
  }

  private static Item.Struct packed(Item.Struct s) {
    return new Item.Struct(s.kind(), s.tag(), s.fields(), true, s.span());
  }

  private static Optional<Item.Struct> inStruct(Item.Struct s, TagKind kind, String tag) {
    if (s.kind() == kind && s.tag().equals(Optional.of(tag))) {
      return Optional.of(s);
    }
    return first(s.fields(), kind, tag);
  }

  private static Optional<Item.Struct> first(List<Item.Field> fields, TagKind kind, String tag) {
    return fields.stream().flatMap(f -> inType(f.type(), kind, tag).stream()).findFirst();
  }

  private static Optional<Item.Struct> inType(TypeSyntax type, TagKind kind, String tag) {
    return switch (type) {
      case TypeSyntax.Inline(Item.Struct body) -> inStruct(body, kind, tag);
      case TypeSyntax.Pointer(TypeSyntax target) -> inType(target, kind, tag);
      case TypeSyntax.Array(TypeSyntax element, var _) -> inType(element, kind, tag);
      case TypeSyntax.Named _,
          TypeSyntax.Tagged _,
          TypeSyntax.Function _,
          TypeSyntax.TypeOf _,
          TypeSyntax.Unread _ ->
          Optional.empty();
    };
  }
}
