// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sgdiet.analyzer.extract.Flow.Cell;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.program.Binding;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.InputValue;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.program.Variable;

/// What surrounds the functions of a program: one object a structure type that entries are called
/// with, lists and buffers where the operations want them, and the calls themselves.
final class Harness {

  private final Draft draft;
  private final FileModel names;
  private final Collection<Function> functions;
  private final ProgramFacts facts;
  private final InputRoles roles;
  private final Containers containers;
  private final Wishes wishes;
  private final List<Entry> script = new ArrayList<>();
  private final List<Function> wrappers = new ArrayList<>();
  private List<Binding> bindings = List.of();
  private Optional<Returned> returned = Optional.empty();
  private Map<Variable, InputValue> ofMapper = Map.of();

  /// @param detours where earlier runs turned away from the mapping
  Harness(Draft draft, FileModel names, ProgramFacts facts, List<Detour> detours) {
    this.draft = draft;
    this.names = names;
    this.facts = facts;
    this.functions = facts.functions();
    this.roles = facts.roles();
    this.wishes = new Wishes(facts.flow(), roles);
    detours.forEach(d -> towards(facts.toMapping()).instead(d));
    this.containers = new Containers(facts.flow(), functions, draft.layouts().layouts());
  }

  private Steering towards(Leading goal) {
    return new Steering(functions, goal, wishes);
  }

  /// Chooses inputs so that a run of `entry` gets to its mapping and back.
  void steer(Function entry, Entry.Success success) {
    towards(facts.toMapping()).towards(entry, success);
  }

  /// Chooses inputs so that a run of `partner` gets to where it unmaps.
  void steerPartner(Function partner) {
    towards(facts.toUnmapping()).towards(partner, Entry.Success.ALWAYS);
  }

  /// Chooses inputs so that a run of `user` gets to where it uses what was mapped.
  void steerUser(Function user) {
    towards(facts.toUses()).towards(user, Entry.Success.ALWAYS);
  }

  /// The functions of the driver, with the answers of opaque calls that lead on to the mapping
  /// first.
  List<Function> functions() {
    return functions.stream().map(new Outcomes(wishes, roles)::preferred).toList();
  }

  /// Adds a call of `function` to the script.
  void entry(Function function, Entry.Role role, Entry.Success success) {
    List<Argument> arguments =
        function.parameters().stream().map(p -> argument(function, p)).toList();
    List<InputValue> inputs = new ArrayList<>();
    boolean plain = arguments.stream().allMatch(Argument.Input.class::isInstance);
    Map<Variable, InputValue> named = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Argument.Input(InputValue value)) {
        inputs.add(value);
        named.put(function.parameters().get(i), value);
      }
    }
    if (role == Entry.Role.MAP) {
      ofMapper = named;
    }
    String called = plain ? function.name() : wrapper(function, arguments);
    script.add(new Entry(called, role, inputs, success));
  }

  /// Adds a call that undoes a mapping; the first parameter of the type that the mapping returned
  /// gets what it returned.
  void partner(Function function, Function mapper) {
    after(mapper, function, role(function, mapper));
  }

  /// Adds a call that uses a mapping, with the same objects as the mapper.
  void user(Function function, Function mapper) {
    after(mapper, function, Entry.Role.WHILE_MAPPED);
  }

  private void after(Function mapper, Function function, Entry.Role role) {
    mapper
        .result()
        .filter(Harness::isHandle)
        .ifPresent(type -> returned = Optional.of(new Returned(type, mapping())));
    entry(function, role, Entry.Success.ALWAYS);
    returned = Optional.empty();
  }

  /// The entry that maps.
  private int mapping() {
    return IntStream.range(0, script.size())
        .filter(i -> script.get(i).role() == Entry.Role.MAP)
        .findFirst()
        .orElseThrow();
  }

  /// What an entry of the script returned, for entries after it.
  private record Returned(Type type, int entry) {}

  private Argument argument(Function function, Variable parameter) {
    Argument chosen = fromOutside(function, parameter);
    Optional<Returned> result =
        returned.filter(r -> r.type().equals(parameter.type()) && isFree(chosen));
    if (result.isPresent()) {
      returned = Optional.empty();
      return new Argument.Input(new InputValue.ResultOf(result.get().entry()));
    }
    return sameAsMapper(parameter, chosen);
  }

  /// What the mapper got for a parameter of this name and type, where nothing but a guess says what
  /// this one has to be.
  private Argument sameAsMapper(Variable parameter, Argument guess) {
    boolean guessed = guess instanceof Argument.Input(InputValue.Fixed _);
    return Optional.ofNullable(ofMapper.get(parameter))
        .filter(_ -> guessed)
        .filter(value -> !(value instanceof InputValue.Fixed))
        .<Argument>map(Argument.Input::new)
        .orElse(guess);
  }

  /// Whether nothing says which one of its type an argument has to be.
  private static boolean isFree(Argument argument) {
    return argument instanceof Argument.Input(InputValue value)
        && switch (value) {
          case InputValue.Fixed _,
              InputValue.Fresh _,
              InputValue.GlobalObject _,
              InputValue.Table _,
              InputValue.ListHead _ ->
              true;
          case InputValue.Device _,
              InputValue.ListEntries _,
              InputValue.Buffer _,
              InputValue.Bytes _,
              InputValue.Pages _,
              InputValue.PageCount _,
              InputValue.PageOffset _,
              InputValue.Page _,
              InputValue.PhysAddress _,
              InputValue.Direction _,
              InputValue.ByDirection _,
              InputValue.ResultOf _ ->
              false;
        };
  }

  private Entry.Role role(Function function, Function mapper) {
    boolean both =
        draft
            .source(mapper.name())
            .flatMap(m ->
                draft
                    .source(function.name())
                    .filter(_ -> m.source().path().endsWith(".c"))
                    .map(u ->
                        new Callers(draft.tree())
                            .useBoth(
                                m.names(), m.source().item().name(), u.source().item().name())))
            .orElse(false);
    return both ? Entry.Role.CLEAN_UP : Entry.Role.UNMAP;
  }

  private static boolean isHandle(Type type) {
    return type.equals(Type.Int.U64)
        || (type instanceof Type.Pointer(String target) && !target.isEmpty());
  }

  /// What a parameter gets.
  private sealed interface Argument {

    record Input(InputValue value) implements Argument {}

    /// The address of a member of an object, which no input can name.
    record Inside(Expr address) implements Argument {}
  }

  private Argument fromOutside(Function function, Variable parameter) {
    Cell cell = new Cell.LocalCell(function.name(), parameter.name());
    Optional<InputValue> byRole = roles.input(cell);
    boolean needsNull =
        wishes.shownFor(cell).equals(Optional.of(0L)) && roles.role(cell) == Role.BUFFER;
    if (byRole.isPresent() && !needsNull) {
      return new Argument.Input(byRole.get());
    }
    if (!(parameter.type() instanceof Type.Pointer(String target))) {
      Optional<String> hidden =
          parameter.type() instanceof Type.Int i && i.bits() == 64
              ? containers.pointee(cell)
              : Optional.empty();
      long number = wishes.of(cell).or(() -> fromCallers(function, parameter)).orElse(0L);
      return hidden.map(this::object).orElse(new Argument.Input(new InputValue.Fixed(number)));
    }
    if (wishes.of(cell).equals(Optional.of(0L))) {
      return new Argument.Input(new InputValue.Fixed(0));
    }
    String layout = target.isEmpty() ? containers.pointee(cell).orElse("") : target;
    return switch (layout) {
      case "" -> new Argument.Input(new InputValue.Fresh());
      case "device" -> new Argument.Input(new InputValue.Device());
      case "scatterlist" -> new Argument.Input(new InputValue.ListHead(parameter.name()));
      case "sg_table" -> new Argument.Input(new InputValue.Table(parameter.name()));
      case "page" -> new Argument.Input(new InputValue.Page(parameter.name()));
      default -> object(layout);
    };
  }

  /// The constant that the driver calls the function with.
  private Optional<Long> fromCallers(Function function, Variable parameter) {
    int index = function.parameters().indexOf(parameter);
    return draft
        .source(function.name())
        .filter(w -> w.source().path().endsWith(".c"))
        .flatMap(
            w -> new Callers(draft.tree()).constant(w.names(), w.source().item().name(), index));
  }

  /// The one object of a structure type, or its place inside the one that holds it.
  private Argument object(String layout) {
    Optional<Containers.Outer> outer = containers.outer(layout);
    Optional<CType> type = draft.layouts().typeOf(layout);
    if (Ir.isKernelLayout(layout)) {
      return new Argument.Input(new InputValue.Fresh());
    }
    if (type.isEmpty()) {
      return new Argument.Input(new InputValue.GlobalObject(draft.unopened(layout)));
    }
    if (outer.isPresent() && !outer.get().layout().equals(layout)) {
      return new Argument.Inside(inside(layout, 0));
    }
    return new Argument.Input(new InputValue.GlobalObject(draft.singleton(type.get(), names)));
  }

  private Expr inside(String layout, int depth) {
    Optional<Containers.Outer> outer = containers.outer(layout);
    if (outer.isPresent() && depth < 4) {
      Containers.Outer o = outer.get();
      return Ir.field(inside(o.layout(), depth + 1), o.layout(), o.field());
    }
    CType type =
        draft
            .layouts()
            .typeOf(layout)
            .orElse(new CType.Tagged(org.sgdiet.analyzer.syntax.TypeSyntax.TagKind.STRUCT, layout));
    return new Expr.GlobalAddress(draft.singleton(type, names));
  }

  /// A function that computes the arguments of `function` and calls it.
  private String wrapper(Function function, List<Argument> arguments) {
    String name = function.name() + "_entry";
    List<Variable> parameters = new ArrayList<>();
    List<Expr> args = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Variable parameter = function.parameters().get(i);
      switch (arguments.get(i)) {
        case Argument.Input _ -> {
          parameters.add(new Variable(parameter.name(), parameter.type(), false));
          args.add(Ir.local(parameter.name()));
        }
        case Argument.Inside(Expr address) -> args.add(address);
      }
    }
    Optional<String> result = function.result().map(_ -> "result");
    List<Variable> locals =
        function.result().map(t -> List.of(new Variable("result", t, false))).orElse(List.of());
    Block block =
        new Block(
            "entry",
            List.of(new Instruction.Invoke(result, function.name(), args, function.at())),
            new Terminator.Return(result.map(Ir::local)),
            function.at());
    wrappers.add(
        new Function(name, parameters, locals, function.result(), List.of(block), function.at()));
    return name;
  }

  /// Binds the fields that roles, frameworks and the objects of entries decide.
  void bindFields() {
    bindings = new FieldBindings(draft, names, roles, containers, wishes).all();
  }

  List<Binding> bindings() {
    return bindings;
  }

  List<Entry> script() {
    return List.copyOf(script);
  }

  List<Function> wrappers() {
    return List.copyOf(wrappers);
  }

  /// A first entry that fills in what an input cannot say: initialised variables, list heads, lists
  /// that lie inside an object.
  void prepare() {
    Preparation preparation = new Preparation(draft, names, roles);
    Optional<Function> function = preparation.function();
    function.ifPresent(f -> {
      wrappers.add(f);
      script.replaceAll(Harness::oneLater);
      script.addFirst(
          new Entry(f.name(), Entry.Role.PREPARE, preparation.arguments(), Entry.Success.ALWAYS));
    });
  }

  /// The same entry when another one is put in front of the script.
  private static Entry oneLater(Entry e) {
    List<InputValue> arguments =
        e.arguments().stream()
            .map(a -> a instanceof InputValue.ResultOf(int i) ? new InputValue.ResultOf(i + 1) : a)
            .toList();
    return new Entry(e.function(), e.role(), arguments, e.success());
  }
}
