// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Layout.Member;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.program.Variable;

/// One function while it is lowered: its blocks, its locals, the scope and the place in the text.
final class Frame {

  private static final int DEEPEST_EXPANSION = 24;

  final Draft draft;
  final FileModel names;
  final BlockWriter blocks = new BlockWriter();
  final ExprLowering exprs = new ExprLowering(this);
  final BranchLowering branches = new BranchLowering(this);
  final PlaceLowering places = new PlaceLowering(this);
  final CallLowering calls = new CallLowering(this);
  final StatementLowering statements = new StatementLowering(this);
  Scope scope = Scope.EMPTY;

  private final String path;
  private final Optional<CType> result;
  private final Set<String> inMemory;
  private final Set<String> byAddress = new HashSet<>();
  private final IdentityHashMap<Scope.Local, String> localNames = new IdentityHashMap<>();
  private final List<Variable> locals = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private Position at;
  private int expansions;
  private Optional<Place> resultPlace = Optional.empty();

  /// @param path the file whose bytes spans count
  /// @param result what the function returns, empty for `void`
  /// @param inMemory program names of scalar locals whose address is taken
  Frame(
      Draft draft,
      FileModel names,
      String path,
      Span start,
      Optional<CType> result,
      Set<String> inMemory) {
    this.draft = draft;
    this.result = result;
    this.names = names;
    this.path = path;
    this.inMemory = inMemory;
    this.at = draft.position(path, start);
  }

  /// What the function returns; empty for `void`.
  Optional<CType> result() {
    return result;
  }

  /// Where the next step stands.
  Position at() {
    return at;
  }

  /// Moves to a statement or expression, unless it stands in the body of a macro.
  void moveTo(Span span) {
    if (expansions == 0) {
      at = draft.position(path, span);
    }
  }

  /// Runs `body` for text that stands in a macro: positions stay at the macro's use.
  <T> T expanding(String macro, java.util.function.Supplier<T> body) {
    if (expansions >= DEEPEST_EXPANSION) {
      throw new NotLowered("macro " + macro + " expands too deeply");
    }
    expansions++;
    try {
      return body.get();
    } finally {
      expansions--;
    }
  }

  // Locals

  /// Declares a C local or parameter and makes it visible.
  Variable declare(
      String name, CType type, Optional<org.sgdiet.analyzer.syntax.Expr> init, int at) {
    Variable variable = variable(name, type);
    Scope.Local local = new Scope.Local(name, type, init, at);
    localNames.put(local, variable.name());
    scope = scope.with(local);
    return variable;
  }

  /// Declares a parameter. Of a structure the function gets the address of a copy.
  Variable parameter(String name, CType type, int at) {
    Variable variable = declare(name, type, Optional.empty(), at);
    if (type(type).isScalar()) {
      return variable;
    }
    byAddress.add(variable.name());
    return new Variable(variable.name(), type(new CType.Pointer(type)), false);
  }

  /// A last parameter that says where the structure goes that the function returns.
  Variable resultParameter(CType result) {
    Variable variable = variable("returned", new CType.Pointer(result));
    resultPlace = Optional.of(new Place.InMemory(Ir.local(variable.name()), result));
    return variable;
  }

  /// Where the structure goes that the function returns, if it returns one.
  Optional<Place> resultPlace() {
    return resultPlace;
  }

  private Variable variable(String name, CType type) {
    String unique = name;
    while (!taken.add(unique)) {
      unique = name + "." + counters.merge(name, 1, Integer::sum);
    }
    Type ir = type(type);
    return new Variable(unique, ir, !ir.isScalar() || inMemory.contains(unique));
  }

  /// Adds a variable to the function's locals.
  void addLocal(Variable variable) {
    locals.add(variable);
  }

  /// A fresh scalar local for an intermediate value.
  String temporary(CType type) {
    Variable variable = variable("t", type);
    locals.add(variable);
    return variable.name();
  }

  /// A fresh local in memory for an unnamed object.
  Expr object(CType type) {
    Variable plain = variable("o", type);
    locals.add(new Variable(plain.name(), plain.type(), true));
    return new Expr.LocalAddress(plain.name());
  }

  /// The place of a C local.
  Place place(Scope.Local local) {
    String name = localNames.get(local);
    if (name == null) {
      throw new NotLowered("local " + local.name() + " is not declared here");
    }
    if (byAddress.contains(name)) {
      return new Place.InMemory(Ir.local(name), local.type());
    }
    boolean memory = inMemory.contains(name) || !type(local.type()).isScalar();
    return memory
        ? new Place.InMemory(new Expr.LocalAddress(name), local.type())
        : new Place.InLocal(name, local.type());
  }

  List<Variable> locals() {
    return locals;
  }

  // Types

  Type type(CType type) {
    return draft.layouts().type(type, names);
  }

  /// Bytes from one element of `type` to the next.
  long stride(CType type) {
    return Math.max(1, size(type));
  }

  /// Size of a type in bytes.
  long size(CType type) {
    return KernelSizes.of(type).orElseGet(() -> names.extent(type).sizeBytes());
  }

  /// The member `field` of a structure type, made part of the program.
  Member member(CType struct, String field) {
    Member member =
        names
            .member(struct, field)
            .orElseThrow(() ->
                new NotLowered(
                    "member "
                        + field
                        + " of struct "
                        + draft.layouts().name(struct)
                        + " is not known"));
    String layout = draft.layouts().name(struct);
    if (Ir.isKernelLayout(layout) && !Ir.hasKernelField(layout, field)) {
      throw new NotLowered("member %s of struct %s is not modelled".formatted(field, layout));
    }
    draft.layouts().touch(struct, member, names);
    return member;
  }

  // Steps

  void emit(Instruction step) {
    blocks.emit(step);
  }

  void assign(String local, Expr value) {
    emit(new Instruction.Assign(local, value, at));
  }

  /// Calls an operation whose result does not matter.
  void run(Operation operation, Expr... args) {
    emit(new Instruction.Call(Optional.empty(), operation, List.of(args), at));
  }

  /// Calls an operation and gives its result.
  Value call(Operation operation, CType result, List<Expr> args) {
    String local = temporary(result);
    emit(new Instruction.Call(Optional.of(local), operation, args, at));
    return new Value(Ir.local(local), result);
  }

  /// Keeps a value as it is now, whatever changes later.
  Value kept(Value value) {
    if (value.ir() instanceof Expr.Const
        || value.ir() instanceof Expr.LocalAddress
        || value.ir() instanceof Expr.GlobalAddress
        || !type(value.type().decayed()).isScalar()) {
      return value;
    }
    CType type = value.type().decayed();
    String local = temporary(type);
    assign(local, value.ir());
    return new Value(Ir.local(local), type);
  }

  /// What a place holds.
  Value load(Place place) {
    return switch (place) {
      case Place.InLocal(String name, CType type) -> new Value(Ir.local(name), type);
      case Place.InBits(Expr base, String layout, String field, CType type) ->
          new Value(new Expr.LoadBits(base, layout, field), type);
      case Place.InMemory(Expr address, CType type) ->
          switch (type) {
            case CType.Int _, CType.Bool _, CType.Pointer _ ->
                new Value(Ir.load(address, type(type)), type);
            case CType.Array _, CType.Tagged _, CType.Inline _, CType.Function _ ->
                new Value(address, type);
            case CType.VoidType _ -> throw new NotLowered("value of type void");
            case CType.Opaque(String reason) -> throw new NotLowered(reason);
          };
    };
  }

  /// Puts a value into a place.
  void store(Place place, Value value) {
    switch (place) {
      case Place.InLocal(String name, CType _) -> assign(name, value.ir());
      case Place.InBits(Expr base, String layout, String field, CType _) ->
          emit(new Instruction.StoreBits(base, layout, field, value.ir(), at));
      case Place.InMemory(Expr address, CType type) -> {
        switch (type) {
          case CType.Int _, CType.Bool _, CType.Pointer _ ->
              emit(new Instruction.Store(address, type(type), value.ir(), at));
          case CType.Tagged _, CType.Inline _, CType.Array _ ->
              run(Operation.MEMCPY, address, value.ir(), Ir.u64(size(type)));
          case CType.VoidType _, CType.Function _ ->
              throw new NotLowered("assignment to a function");
          case CType.Opaque(String reason) -> throw new NotLowered(reason);
        }
      }
    }
  }

  /// The address of a place.
  Expr address(Place place) {
    return switch (place) {
      case Place.InMemory(Expr address, CType _) -> address;
      case Place.InLocal(String name, CType _) -> throw new NeedsAddress(name);
      case Place.InBits _ -> throw new NotLowered("address of a bit-field");
    };
  }
}
