// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Layout.Member;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.InputValue;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Variable;

/// The function that runs before the driver's own: variables with initialisers get their values,
/// list heads are empty, and a list inside an object that no function of the program fills holds
/// one buffer of its own.
final class Preparation {

  private static final String NAME = "before_the_first_entry";

  private static final int DEEPEST_MEMBER = 4;

  private final Draft draft;
  private final FileModel names;
  private final InputRoles roles;

  /// The memory that lists lie over, one slot a list.
  private final List<String> slots = new ArrayList<>();

  Preparation(Draft draft, FileModel names, InputRoles roles) {
    this.draft = draft;
    this.names = names;
    this.roles = roles;
  }

  /// The function, when there is anything to prepare.
  Optional<Function> function() {
    org.sgdiet.analyzer.source.Span start = new org.sgdiet.analyzer.source.Span(0, 0);
    Frame frame = new Frame(draft, names, names.path(), start, Optional.empty(), Set.of());
    List<Variable> parameters = new ArrayList<>();
    initialiseVariables(frame);
    emptyListHeads(frame);
    fillLists(frame);
    for (String slot : slots) {
      parameters.add(
          new Variable(buffer(slot), new org.sgdiet.runtime.program.Type.Pointer(""), false));
      parameters.add(new Variable(bytes(slot), org.sgdiet.runtime.program.Type.Int.U32, false));
    }
    if (!frame.blocks.hasSteps()) {
      return Optional.empty();
    }
    frame.blocks.end(
        new org.sgdiet.runtime.program.Terminator.Return(Optional.empty()), frame.at());
    return Optional.of(
        new Function(
            NAME, parameters, frame.locals(), Optional.empty(), frame.blocks.finish(), frame.at()));
  }

  List<InputValue> arguments() {
    return slots.stream()
        .flatMap(
            slot -> Stream.<InputValue>of(new InputValue.Buffer(slot), new InputValue.Bytes(slot)))
        .toList();
  }

  private static String buffer(String slot) {
    return "buffer_" + slot;
  }

  private static String bytes(String slot) {
    return "bytes_" + slot;
  }

  private void initialiseVariables(Frame frame) {
    // An initialiser may name another initialised variable, which joins the map.
    Map<String, Draft.Initialised> known = draft.initialised();
    Set<String> done = new HashSet<>();
    while (done.size() < known.size()) {
      new LinkedHashMap<>(known)
          .forEach((name, variable) -> {
            if (!done.add(name)) {
              return;
            }
            Place place = new Place.InMemory(new Expr.GlobalAddress(name), variable.type());
            variable
                .source()
                .item()
                .declarator()
                .init()
                .filter(init -> !frame.statements.initialiseVariable(place, init))
                .ifPresent(_ -> draft.unknown(name));
          });
    }
  }

  private void emptyListHeads(Frame frame) {
    for (String layout : draft.singletonLayouts()) {
      for (Member m : draft.layouts().touched(layout)) {
        if (draft.layouts().name(m.type()).equals("list_head")) {
          Expr head = Ir.field(new Expr.GlobalAddress("the_" + layout), layout, m.name());
          for (String link : List.of("next", "prev")) {
            Place place = frame.places.field(head, m.type(), link);
            frame.store(place, new Value(head, place.type()));
          }
        }
      }
    }
  }

  private void fillLists(Frame frame) {
    for (String layout : draft.singletonLayouts()) {
      fillLists(frame, new Expr.GlobalAddress("the_" + layout), layout, 0);
    }
  }

  private void fillLists(Frame frame, Expr object, String layout, int depth) {
    for (Member m : draft.layouts().touched(layout)) {
      Expr member = Ir.field(object, layout, m.name());
      if (roles.embeddedLists().contains(layout + "." + m.name()) && isEntry(m.type())) {
        String slot = slots.isEmpty() ? "data" : "data" + slots.size();
        slots.add(slot);
        frame.run(Operation.SG_INIT_ONE, member, Ir.local(buffer(slot)), Ir.local(bytes(slot)));
      } else if (depth < DEEPEST_MEMBER && m.bits().isEmpty()) {
        switch (m.type()) {
          case CType.Tagged _, CType.Inline _ ->
              fillLists(frame, member, draft.layouts().name(m.type()), depth + 1);
          default -> {}
        }
      }
    }
  }

  private boolean isEntry(CType type) {
    return switch (type) {
      case CType.Array(CType element, var _) -> isEntry(element);
      case CType.Tagged _ -> draft.layouts().name(type).equals("scatterlist");
      case CType.VoidType _,
          CType.Bool _,
          CType.Int _,
          CType.Pointer _,
          CType.Inline _,
          CType.Function _,
          CType.Opaque _ ->
          false;
    };
  }
}
