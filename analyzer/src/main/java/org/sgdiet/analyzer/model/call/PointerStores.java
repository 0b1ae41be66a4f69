// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Which functions a driver stores in which members: initialisers of operations tables and
/// assignments of callbacks.
final class PointerStores {

  private final Driver driver;

  PointerStores(Driver driver) {
    this.driver = driver;
  }

  /// The members that hold `body`.
  Set<MemberKey> membersHolding(Body body) {
    Set<MemberKey> keys = new LinkedHashSet<>();
    boolean hidden = body.function().isStatic() && body.file().path().endsWith(".c");
    for (DriverFile file : driver.files()) {
      if (!hidden || file.path().equals(body.file().path())) {
        for (Item item : file.itemsMentioning(Slice.Kind.VARIABLE, body.name())) {
          if (item instanceof Item.Variable v) {
            v.declarator()
                .init()
                .ifPresent(
                    i -> initialiser(i, v.declarator().type(), file.path(), body.name(), keys));
          }
        }
        for (Body user : file.functions(Mention.VALUE, body.name())) {
          for (Definition d : user.definitions()) {
            if (d.target() instanceof Expr.Member m
                && d.value().filter(v -> names(v, body.name())).isPresent()) {
              keys.add(driver.tags().key(user, m));
            }
          }
        }
      }
    }
    return keys;
  }

  /// The functions that `key` holds somewhere in the driver.
  List<Body> storedIn(MemberKey key) {
    Set<String> names = new LinkedHashSet<>();
    List<Body> found = new ArrayList<>();
    for (DriverFile file : driver.files()) {
      names.clear();
      for (Item item : tables(file, key)) {
        if (item instanceof Item.Variable v) {
          v.declarator()
              .init()
              .ifPresent(i -> values(i, v.declarator().type(), file.path(), key, names));
        }
      }
      for (Body user : file.functions(Mention.SET_MEMBER, key.field())) {
        for (Definition d : user.definitions()) {
          if (d.target() instanceof Expr.Member m
              && m.field().equals(key.field())
              && driver.tags().key(user, m).mayBe(key)) {
            d.value().flatMap(PointerStores::named).ifPresent(names::add);
          }
        }
      }
      names.forEach(n -> driver.function(n, file.path()).ifPresent(found::add));
    }
    return found;
  }

  /// The variables that may initialise a member: they name it, or its struct.
  private static Set<Item> tables(DriverFile file, MemberKey key) {
    Set<Item> found = new LinkedHashSet<>(file.itemsMentioning(Slice.Kind.VARIABLE, key.field()));
    if (!key.struct().isEmpty()) {
      found.addAll(file.itemsMentioning(Slice.Kind.VARIABLE, key.struct()));
    }
    return found;
  }

  private void initialiser(
      Expr init, TypeSyntax type, String file, String function, Set<MemberKey> keys) {
    if (init instanceof Expr.InitList(List<Expr.Initializer> entries, _)) {
      Optional<String> tag = driver.tags().tagOf(type, file);
      for (int i = 0; i < entries.size(); i++) {
        Expr.Initializer entry = entries.get(i);
        Optional<String> field = field(entry, i, type, tag, file);
        if (names(entry.value(), function)) {
          field.ifPresent(f -> keys.add(new MemberKey(tag.orElse(""), f)));
        } else {
          initialiser(entry.value(), inner(type, tag, field, file), file, function, keys);
        }
      }
    }
  }

  private void values(Expr init, TypeSyntax type, String file, MemberKey key, Set<String> names) {
    if (init instanceof Expr.InitList(List<Expr.Initializer> entries, _)) {
      Optional<String> tag = driver.tags().tagOf(type, file);
      for (int i = 0; i < entries.size(); i++) {
        Expr.Initializer entry = entries.get(i);
        Optional<String> field = field(entry, i, type, tag, file);
        if (field.filter(f -> new MemberKey(tag.orElse(""), f).mayBe(key)).isPresent()) {
          named(entry.value()).ifPresent(names::add);
        }
        values(entry.value(), inner(type, tag, field, file), file, key, names);
      }
    }
  }

  private TypeSyntax inner(
      TypeSyntax type, Optional<String> tag, Optional<String> field, String file) {
    return field
        .flatMap(f -> tag.flatMap(t -> driver.tags().field(t, f, file)))
        .orElse(type instanceof TypeSyntax.Array(TypeSyntax element, _) ? element : type);
  }

  /// The field that an entry initialises: the designated one, or the one at its position.
  private Optional<String> field(
      Expr.Initializer entry, int at, TypeSyntax type, Optional<String> tag, String file) {
    if (!entry.designators().isEmpty()) {
      return entry.designators().getLast() instanceof Expr.Designator.Field(String name)
          ? Optional.of(name)
          : Optional.empty();
    }
    return type instanceof TypeSyntax.Array
        ? Optional.empty()
        : tag.flatMap(t -> driver.tags().struct(t, file))
            .filter(s -> at < s.fields().size())
            .flatMap(s -> s.fields().get(at).name());
  }

  private static boolean names(Expr value, String function) {
    return named(value).filter(function::equals).isPresent();
  }

  private static Optional<String> named(Expr value) {
    return switch (value) {
      case Expr.Name(String id, _) -> Optional.of(id);
      case Expr.Unary(UnaryOperator operator, Expr operand, _)
          when operator == UnaryOperator.ADDRESS_OF ->
          named(operand);
      case Expr.Cast(_, Expr operand, _) -> named(operand);
      default -> Optional.empty();
    };
  }
}
