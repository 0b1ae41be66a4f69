// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks for names in a program that nothing defines, and for calls with the wrong number of
/// arguments.
final class ProgramCheck {

  private final Map<String, Layout> layouts = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();
  private final Set<String> globals = new HashSet<>();
  private final List<String> errors = new ArrayList<>();
  private Map<String, Variable> variables = Map.of();
  private String where = "";

  ProgramCheck(
      List<Layout> layouts,
      List<Global> globals,
      List<Binding> bindings,
      List<Function> functions,
      List<Entry> script) {
    layouts.forEach(l -> unique(this.layouts.put(l.name(), l) == null, "layout " + l.name()));
    functions.forEach(f -> unique(this.functions.put(f.name(), f) == null, "function " + f.name()));
    globals.forEach(g -> unique(this.globals.add(g.name()), "object " + g.name()));
    layouts.forEach(l -> l.fields().forEach(f -> type(f.type())));
    globals.forEach(g -> type(g.type()));
    bindings.forEach(b -> field(b.layout(), b.field()));
    bindings.forEach(b -> input(b.value(), 0));
    functions.forEach(this::function);
    for (int i = 0; i < script.size(); i++) {
      entry(script.get(i), i);
    }
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  private void unique(boolean fresh, String what) {
    require(fresh, what + " is defined twice");
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      errors.add(where + message);
    }
  }

  private void entry(Entry entry, int index) {
    where = "entry " + index + ": ";
    Optional<Function> target = Optional.ofNullable(functions.get(entry.function()));
    require(target.isPresent(), "no function " + entry.function());
    target.ifPresent(f ->
        require(
            f.parameters().size() == entry.arguments().size(),
            f.name() + " takes " + f.parameters().size() + " arguments"));
    entry.arguments().forEach(a -> input(a, index));
  }

  private void input(InputValue value, int entry) {
    switch (value) {
      case InputValue.GlobalObject(String global) ->
          require(globals.contains(global), "no " + global);
      case InputValue.ResultOf(int other) ->
          require(0 <= other && other < entry, "no entry " + other + " before");
      case InputValue.Device _, InputValue.Fixed _, InputValue.Fresh _, InputValue.Direction _ -> {}
      case InputValue.ByDirection _ -> {}
      case InputValue.ListHead _, InputValue.ListEntries _, InputValue.Table _ -> {}
      case InputValue.Buffer _, InputValue.Bytes _, InputValue.PhysAddress _ -> {}
      case InputValue.Pages _, InputValue.PageCount _, InputValue.PageOffset _ -> {}
      case InputValue.Page _ -> {}
    }
  }

  private void function(Function function) {
    where = function.name() + ": ";
    variables = new HashMap<>();
    for (List<Variable> group : List.of(function.parameters(), function.locals())) {
      for (Variable variable : group) {
        unique(variables.put(variable.name(), variable) == null, "local " + variable.name());
        type(variable.type());
      }
    }
    var labels = new HashSet<String>();
    function.blocks().forEach(b -> unique(labels.add(b.label()), "label " + b.label()));
    for (Block block : function.blocks()) {
      where = function.name() + "." + block.label() + ": ";
      block.steps().forEach(this::step);
      end(block.end(), labels);
    }
    where = "";
  }

  private void step(Instruction step) {
    switch (step) {
      case Instruction.Assign(String local, Expr value, Position _) -> {
        result(Optional.of(local));
        expr(value);
      }
      case Instruction.Store(Expr address, Type type, Expr value, Position _) -> {
        expr(address);
        scalar(type);
        expr(value);
      }
      case Instruction.StoreBits(
              Expr base,
              String layout,
              String field,
              Expr value,
              Position _) -> {
        expr(base);
        bits(layout, field);
        expr(value);
      }
      case Instruction.Call(var result, Operation operation, var args, Position _) -> {
        result(result);
        args.forEach(this::expr);
        require(
            args.size() == operation.arity(),
            operation.word() + " takes " + operation.arity() + " arguments, not " + args.size());
      }
      case Instruction.Invoke(var result, String name, var args, Position _) -> {
        result(result);
        args.forEach(this::expr);
        Optional<Function> target = Optional.ofNullable(functions.get(name));
        require(target.isPresent(), "no function " + name);
        target.ifPresent(f ->
            require(
                f.parameters().size() == args.size()
                    && (result.isEmpty() || f.result().isPresent()),
                "call of " + name + " does not fit its parameters or result"));
      }
      case Instruction.InvokePointer(var result, Expr target, var args, Position _) -> {
        result(result);
        expr(target);
        args.forEach(this::expr);
      }
      case Instruction.Opaque(var result, String _, var args, var _, var writes, Position _) -> {
        result(result);
        args.forEach(this::expr);
        writes.forEach(w -> expr(w.address()));
        writes.forEach(w -> scalar(w.type()));
      }
    }
  }

  private void end(Terminator end, Set<String> labels) {
    switch (end) {
      case Terminator.Goto(String label) -> label(label, labels);
      case Terminator.Branch(Expr condition, String then, String otherwise) -> {
        expr(condition);
        label(then, labels);
        label(otherwise, labels);
      }
      case Terminator.Switch(Expr value, var cases, String otherwise) -> {
        expr(value);
        cases.forEach(c -> label(c.label(), labels));
        label(otherwise, labels);
      }
      case Terminator.Return(var value) -> value.ifPresent(this::expr);
      case Terminator.Panic _, Terminator.NotModelled _ -> {}
    }
  }

  private void label(String label, Set<String> labels) {
    require(labels.contains(label), "no label " + label);
  }

  private void result(Optional<String> local) {
    local.ifPresent(name -> {
      Optional<Variable> variable = Optional.ofNullable(variables.get(name));
      require(variable.isPresent(), "no local " + name);
      variable.ifPresent(v -> require(v.type().isScalar(), name + " is not a scalar"));
    });
  }

  private void expr(Expr expr) {
    switch (expr) {
      case Expr.Const(Type type, long _) -> scalar(type);
      case Expr.Local(String name) -> result(Optional.of(name));
      case Expr.LocalAddress(String name) ->
          require(
              Optional.ofNullable(variables.get(name)).map(Variable::inMemory).orElse(false),
              "local " + name + " is not in memory");
      case Expr.GlobalAddress(String name) -> require(globals.contains(name), "no object " + name);
      case Expr.FunctionAddress(String name) ->
          require(functions.containsKey(name), "no function " + name);
      case Expr.Load(Expr address, Type type) -> {
        expr(address);
        scalar(type);
      }
      case Expr.LoadBits(Expr base, String layout, String field) -> {
        expr(base);
        bits(layout, field);
      }
      case Expr.FieldAddress(Expr base, String layout, String field) -> {
        expr(base);
        field(layout, field);
      }
      case Expr.ElementAddress(Expr base, Expr index, long _) -> {
        expr(base);
        expr(index);
      }
      case Expr.ContainerOf(Expr member, String layout, String field) -> {
        expr(member);
        field(layout, field);
      }
      case Expr.PointerDifference(Expr left, Expr right, long stride) -> {
        expr(left);
        expr(right);
        require(stride > 0, "stride of " + stride + " bytes");
      }
      case Expr.Cast(Type type, Expr operand) -> {
        scalar(type);
        expr(operand);
      }
      case Expr.Swap(int _, Endian from, Endian to, Expr operand) -> {
        require((from == Endian.CPU) != (to == Endian.CPU), "swap from " + from + " to " + to);
        expr(operand);
      }
      case Expr.Unary(UnaryOp _, Expr operand) -> expr(operand);
      case Expr.Binary(BinaryOp _, Expr left, Expr right) -> {
        expr(left);
        expr(right);
      }
    }
  }

  private void scalar(Type type) {
    require(type.isScalar(), "value of a type that is not a scalar");
    type(type);
  }

  private void type(Type type) {
    switch (type) {
      case Type.Int _, Type.Bool _ -> {}
      // A pointer may name a structure that nobody looks into.
      case Type.Pointer _ -> {}
      case Type.Struct(String layout) ->
          require(layouts.containsKey(layout), "no layout " + layout);
      case Type.Array(Type element, int _) -> type(element);
    }
  }

  private Optional<Layout.Field> field(String layout, String field) {
    Optional<Layout.Field> found =
        Optional.ofNullable(layouts.get(layout)).flatMap(l -> l.field(field));
    require(found.isPresent(), "no field " + layout + "." + field);
    return found;
  }

  private void bits(String layout, String field) {
    field(layout, field)
        .ifPresent(f -> require(f.bitCount() > 0, layout + "." + field + " is no bit field"));
  }
}
