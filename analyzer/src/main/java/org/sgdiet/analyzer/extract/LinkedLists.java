// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Type;

/// What drivers keep their mappings in and free them by: linked lists (include/linux/list.h) and
/// reference counts (include/linux/kref.h, Linux 7.3).
final class LinkedLists {

  private static final CType HEAD = new CType.Tagged(TagKind.STRUCT, "list_head");
  private static final CType KREF = new CType.Tagged(TagKind.STRUCT, "kref");

  private final Frame frame;

  LinkedLists(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(String name, List<Expr> args) {
    return switch (args.size()) {
      case 1 -> one(name, args.getFirst());
      case 2 -> two(name, args.getFirst(), args.get(1));
      default -> Optional.empty();
    };
  }

  private Optional<Value> one(String name, Expr arg) {
    return switch (name) {
      case "INIT_LIST_HEAD" -> {
        empty(kept(arg));
        yield done();
      }
      case "list_del" -> {
        remove(kept(arg));
        yield done();
      }
      case "list_del_init" -> {
        org.sgdiet.runtime.program.Expr entry = kept(arg);
        remove(entry);
        empty(entry);
        yield done();
      }
      case "kref_init" -> {
        Place count = count(arg);
        frame.store(count, new Value(Ir.s32(1), CType.Int.INT));
        yield done();
      }
      case "kref_get" -> {
        add(count(arg), 1);
        yield done();
      }
      default -> Optional.empty();
    };
  }

  private Optional<Value> two(String name, Expr first, Expr second) {
    return switch (name) {
      case "list_add" -> {
        org.sgdiet.runtime.program.Expr head = kept(second);
        insert(kept(first), head, kept(next(head)));
        yield done();
      }
      case "list_add_tail" -> {
        org.sgdiet.runtime.program.Expr head = kept(second);
        insert(kept(first), kept(prev(head)), head);
        yield done();
      }
      case "list_move" -> {
        remove(kept(first));
        yield two("list_add", first, second);
      }
      case "list_move_tail" -> {
        remove(kept(first));
        yield two("list_add_tail", first, second);
      }
      case "list_is_head" -> same(kept(first), kept(second));
      case "list_is_first" -> same(kept(prev(kept(first))), kept(second));
      case "list_is_last" -> same(kept(next(kept(first))), kept(second));
      case "kref_put" -> release(first, second);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> done() {
    return Optional.of(KernelCalls.nothing());
  }

  private static Optional<Value> same(
      org.sgdiet.runtime.program.Expr link, org.sgdiet.runtime.program.Expr other) {
    return Optional.of(new Value(Ir.equal(link, other), CType.Int.INT));
  }

  private org.sgdiet.runtime.program.Expr kept(Expr e) {
    return frame.kept(frame.exprs.value(e)).ir();
  }

  private org.sgdiet.runtime.program.Expr kept(org.sgdiet.runtime.program.Expr link) {
    return frame.kept(new Value(link, new CType.Pointer(HEAD))).ir();
  }

  private Place link(org.sgdiet.runtime.program.Expr head, String field) {
    return frame.places.field(head, HEAD, field);
  }

  private org.sgdiet.runtime.program.Expr next(org.sgdiet.runtime.program.Expr head) {
    return frame.load(link(head, "next")).ir();
  }

  private org.sgdiet.runtime.program.Expr prev(org.sgdiet.runtime.program.Expr head) {
    return frame.load(link(head, "prev")).ir();
  }

  private void set(
      org.sgdiet.runtime.program.Expr head, String field, org.sgdiet.runtime.program.Expr to) {
    Place place = link(head, field);
    frame.store(place, new Value(to, place.type()));
  }

  private void empty(org.sgdiet.runtime.program.Expr head) {
    set(head, "next", head);
    set(head, "prev", head);
  }

  private void insert(
      org.sgdiet.runtime.program.Expr entry,
      org.sgdiet.runtime.program.Expr before,
      org.sgdiet.runtime.program.Expr after) {
    set(after, "prev", entry);
    set(entry, "next", after);
    set(entry, "prev", before);
    set(before, "next", entry);
  }

  private void remove(org.sgdiet.runtime.program.Expr entry) {
    org.sgdiet.runtime.program.Expr before = kept(prev(entry));
    org.sgdiet.runtime.program.Expr after = kept(next(entry));
    set(after, "prev", before);
    set(before, "next", after);
  }

  /// The number behind `kref->refcount.refs.counter`.
  private Place count(Expr kref) {
    Place place = frame.places.field(kept(kref), KREF, "refcount");
    for (String member : List.of("refs", "counter")) {
      place = frame.places.field(frame.address(place), place.type(), member);
    }
    return place;
  }

  private org.sgdiet.runtime.program.Expr add(Place count, int by) {
    frame.store(count, new Value(Ir.add(frame.load(count).ir(), Ir.s32(by)), count.type()));
    return frame.load(count).ir();
  }

  /// `kref_put(kref, release)`, where the release function is one of the driver.
  private Optional<Value> release(Expr kref, Expr release) {
    if (!(release instanceof Expr.Name(String name, var _))) {
      return Optional.empty();
    }
    Optional<Found<Item.Function>> function = frame.names.function(name);
    if (function.isEmpty() || !frame.draft.relevance().matters(function.get(), frame.names)) {
      return Optional.empty();
    }
    org.sgdiet.runtime.program.Expr counted = kept(kref);
    String last = frame.temporary(CType.Int.INT);
    frame.assign(last, Ir.isZero(add(count(kref), -1)));
    String target = frame.draft.want(function.get(), frame.names);
    frame.branches.choose(
        Ir.local(last),
        () ->
            frame.emit(
                new Instruction.Invoke(
                    Optional.empty(),
                    target,
                    List.of(Ir.cast(new Type.Pointer("kref"), counted)),
                    frame.at())),
        () -> {});
    return Optional.of(new Value(Ir.local(last), CType.Int.INT));
  }
}
