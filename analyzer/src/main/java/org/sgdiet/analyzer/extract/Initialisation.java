// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Literals;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.runtime.program.Operation;

/// Lowers a braced initialiser: zeroes, then one assignment an entry.
final class Initialisation {

  private final Frame frame;
  private final boolean isStatic;
  private boolean complete = true;

  private Initialisation(Frame frame, boolean isStatic) {
    this.frame = frame;
    this.isStatic = isStatic;
  }

  /// Of a local: what cannot be lowered ends the run that comes by.
  static Initialisation ofLocal(Frame frame) {
    return new Initialisation(frame, false);
  }

  /// Of a variable that was zero before: members that cannot be lowered are left out.
  static Initialisation ofStatic(Frame frame) {
    return new Initialisation(frame, true);
  }

  /// Fills a place; false when something was left out.
  boolean fill(Place place, Expr.InitList list) {
    if (frame.type(place.type()).isScalar()) {
      Expr first = list.entries().isEmpty() ? zero(list) : list.entries().getFirst().value();
      frame.store(place, frame.exprs.value(first, Optional.of(place.type())));
      return complete;
    }
    if (!isStatic) {
      frame.run(
          Operation.MEMSET, frame.address(place), Ir.s32(0), Ir.u64(frame.size(place.type())));
    }
    entries(place, list);
    return complete;
  }

  private static Expr zero(Expr.InitList list) {
    return new Expr.NumberLiteral("0", list.span());
  }

  private void entries(Place place, Expr.InitList list) {
    long position = 0;
    for (Expr.Initializer entry : list.entries()) {
      try {
        position = entry(place, entry, position) + 1;
      } catch (NotLowered e) {
        if (!isStatic) {
          throw e;
        }
        complete = false;
        position++;
      }
    }
  }

  /// Lowers one entry; its position.
  private long entry(Place place, Expr.Initializer entry, long next) {
    long position = next;
    Place target = place;
    if (entry.designators().isEmpty()) {
      target = positional(place, position);
    } else {
      for (Expr.Designator d : entry.designators()) {
        target =
            switch (d) {
              case Expr.Designator.Field(String name) -> field(target, name);
              case Expr.Designator.Element(Expr index) -> {
                position = constant(index);
                yield element(target, position);
              }
              case Expr.Designator.Elements _ ->
                  throw new NotLowered("range designator in an initialiser");
            };
      }
      if (entry.designators().getFirst() instanceof Expr.Designator.Field(String name)) {
        position = Math.max(0, fieldNames(place.type()).indexOf(name));
      }
    }
    assign(target, entry.value());
    return position;
  }

  private void assign(Place target, Expr value) {
    if (value instanceof Expr.InitList inner) {
      if (frame.type(target.type()).isScalar()) {
        boolean _ = fill(target, inner);
      } else {
        entries(target, inner);
      }
    } else if (!(value instanceof Expr.StringLiteral && target.type() instanceof CType.Array)) {
      Value v = frame.exprs.value(value, Optional.of(target.type()));
      if (frame.type(target.type()).isScalar() || !v.type().isInteger()) {
        frame.store(target, v);
      }
    }
  }

  private Place positional(Place place, long position) {
    if (place.type() instanceof CType.Array) {
      return element(place, position);
    }
    List<String> names = fieldNames(place.type());
    if (position >= names.size()) {
      throw new NotLowered("more initialisers than members");
    }
    return field(place, names.get((int) position));
  }

  private List<String> fieldNames(CType struct) {
    return frame
        .names
        .definition(struct)
        .map(d ->
            d.item().fields().stream().map(Item.Field::name).flatMap(Optional::stream).toList())
        .orElse(List.of());
  }

  private Place field(Place base, String name) {
    return frame.places.field(frame.address(base), base.type(), name);
  }

  private Place element(Place base, long index) {
    if (!(base.type() instanceof CType.Array(CType element, var _))) {
      throw new NotLowered("element of what is no array");
    }
    return new Place.InMemory(
        Ir.element(frame.address(base), Ir.s32(index), frame.stride(element)), element);
  }

  private long constant(Expr e) {
    return frame
        .names
        .constant(e, frame.scope)
        .map(Literals.Constant::value)
        .orElseThrow(() -> new NotLowered("array designator that is not a known constant"));
  }
}
