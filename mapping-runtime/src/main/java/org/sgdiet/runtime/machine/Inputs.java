// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.memory.PhysicalMemory;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Binding;
import org.sgdiet.runtime.program.ExprText;
import org.sgdiet.runtime.program.InputValue;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Type;

/// Values that come from outside the program: bindings, and objects that are made when they are
/// first asked for.
final class Inputs {

  private static final long OPAQUE_BYTES = 4096;
  private static final int MOST_OBJECTS = 600;

  /// What making an object is worth: a loop over a list of them ends before memory does.
  private static final int OBJECT_STEPS = 100;

  /// The field that a value is read from, where the program says so.
  record Path(String layout, String field) {

    static final Path NONE = new Path("", "");

    String describe() {
      return layout.isEmpty() ? "memory" : layout + "." + field;
    }
  }

  private final Context context;
  private final Map<Path, InputValue> bindings = new HashMap<>();
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, Long> globals = new HashMap<>();
  private final Map<Integer, Value> results = new HashMap<>();
  private final Placement placement;
  private Optional<MemoryObject> device = Optional.empty();
  private final Set<Long> assumed = new HashSet<>();
  private boolean directionUsed;
  private int objects;

  Inputs(Context context) {
    this.context = context;
    this.placement = new Placement(context);
    for (Binding b : context.program.bindings()) {
      bindings.put(new Path(b.layout(), b.field()), b.value());
    }
  }

  /// Makes the objects that exist before the first entry.
  void createGlobals() {
    for (var global : context.program.globals()) {
      var kind =
          switch (global.storage()) {
            case INPUT -> MemoryObject.Kind.INPUT;
            case ZEROED -> MemoryObject.Kind.STATIC;
          };
      String layout = global.type() instanceof Type.Struct(String name) ? name : "";
      long bytes = Math.max(1, context.program.sizeOf(global.type()));
      MemoryObject object = context.memory.create(global.name(), kind, bytes, layout);
      globals.put(global.name(), object.address());
    }
  }

  long global(String name) {
    return Optional.ofNullable(globals.get(name)).orElseThrow();
  }

  /// Whether an address lies in an object that the program names.
  boolean isGlobal(long address) {
    return context
        .memory
        .find(address, 1)
        .filter(o -> globals.containsValue(o.address()))
        .isPresent();
  }

  /// Whether an address is that of the one device of the profile, or lies in an object that the
  /// program names: other pointers of the input may lead to the same place.
  boolean isKnown(long address) {
    return isGlobal(address) || device.filter(d -> d.address() == address).isPresent();
  }

  /// Notes what an entry of the script returned.
  void remember(int entry, Value result) {
    results.put(entry, result);
  }

  /// Notes a number that was chosen for this run alone.
  Value assumed(Value number) {
    assumed.add(number.bits());
    return number;
  }

  /// Whether a number may be one that was chosen because it leads on, and no more is known of it.
  boolean isAssumed(long number) {
    return assumed.contains(number);
  }

  boolean directionUsed() {
    return directionUsed;
  }

  boolean shapeUsed() {
    return !slots.isEmpty();
  }

  List<Slot> slots() {
    return List.copyOf(slots.values());
  }

  /// The `struct device` of the profile.
  long device() {
    if (device.isEmpty()) {
      device = Optional.of(fresh("device", "device"));
    }
    return device.get().address();
  }

  /// An input object that nobody has seen before.
  MemoryObject fresh(String name, String layout) {
    context.work(OBJECT_STEPS);
    if (++objects > MOST_OBJECTS) {
      throw context.notExecutable("the run follows more than " + MOST_OBJECTS + " input pointers");
    }
    long bytes = context.code.layout(layout).map(Layout::sizeBytes).orElse(OPAQUE_BYTES);
    return context.memory.create(name, MemoryObject.Kind.INPUT, Math.max(bytes, 1), layout);
  }

  /// What a call that is not followed points to; a page is one that can be mapped.
  long answer(String name, String layout) {
    return layout.equals("page") ? page(name, (byte) 1) : fresh(name, layout).address();
  }

  /// A `struct page` of memory that nothing in the driver frees.
  ///
  /// @param content of each byte
  long page(String name, byte content) {
    long bytes = context.lists.pageBytes();
    MemoryObject page = context.memory.create(name, MemoryObject.Kind.DATA, bytes, "");
    long phys = context.memory.physOf(page.address());
    context
        .api
        .host()
        .memory()
        .lay(phys, bytes, PhysicalMemory.Contents.of(content)); // before the run, by nobody in it
    page.markWritten(page.address(), bytes);
    return context.lists.pageOf(phys);
  }

  /// What an argument of an entry holds.
  Value argument(InputValue input, Type type, String name) {
    return value(input, type, name, "").as(type);
  }

  /// What an input object holds where nobody wrote yet.
  Value read(MemoryObject object, long at, Type type, Path path) {
    Optional<Layout.Field> bits = bitField(path);
    if (bits.isPresent()) {
      return Value.of(type, unit(path.layout(), bits.get()));
    }
    Optional<InputValue> bound = Optional.ofNullable(bindings.get(path));
    String name = object.name() + (path.equals(Path.NONE) ? "" : "." + path.field());
    if (bound.isPresent()) {
      return value(bound.get(), type, name, "@" + holder(object, at, path));
    }
    if (path.layout().equals("sg_table")) {
      return tableField(object, at, type, path);
    }
    return value(new InputValue.Fresh(), type, name, "@" + object.id() + "+" + at);
  }

  private Optional<Layout.Field> field(Path path) {
    return context
        .code
        .layout(path.layout())
        .flatMap(l -> l.fields().stream().filter(f -> f.name().equals(path.field())).findFirst());
  }

  private Optional<Layout.Field> bitField(Path path) {
    return field(path).filter(f -> f.bitCount() > 0);
  }

  /// The address of the structure that a field lies in: an object may hold two of the kind, with a
  /// list each.
  private long holder(MemoryObject object, long at, Path path) {
    return field(path).map(f -> at - f.offsetBytes()).orElse(object.address());
  }

  /// The storage unit of a bit field, with all that is bound of its neighbours.
  private long unit(String layout, Layout.Field field) {
    long unit = 0;
    for (Layout.Field f : context.code.layout(layout).orElseThrow().fields()) {
      boolean neighbour = f.bitCount() > 0 && f.offsetBytes() == field.offsetBytes();
      if (neighbour
          && bindings.get(new Path(layout, f.name())) instanceof InputValue.Fixed(long value)) {
        unit |= (value & ((1L << f.bitCount()) - 1)) << f.bitOffset();
      }
    }
    return unit;
  }

  /// A table that an upper layer filled: `sgl` and both counts belong together.
  private Value tableField(MemoryObject object, long at, Type type, Path path) {
    long offset = path.field().equals("sgl") ? 0 : path.field().equals("nents") ? 8 : 12;
    Slot slot = slot(object.name() + ".table", "@" + (at - offset));
    return switch (path.field()) {
      case "sgl" -> Value.of(type, slot.listHead());
      case "nents" -> slot.nents(type);
      default -> Value.of(type, slot.listEntries(), slot.countOrigin());
    };
  }

  Slot slot(String name, String owner) {
    return slots.computeIfAbsent(
        name + owner, k -> new Slot(context, placement, name, slots.size()));
  }

  private Value value(InputValue input, Type type, String name, String owner) {
    return switch (input) {
      case InputValue.GlobalObject(String global) -> Value.of(type, global(global));
      case InputValue.Device _ -> Value.of(type, device());
      case InputValue.Fixed(long number) -> assumed(Value.of(type, number));
      case InputValue.Direction _ -> Value.of(type, direction());
      case InputValue.ByDirection(long toDevice, long otherwise) ->
          Value.of(type, Direction.of(direction()) == Direction.TO_DEVICE ? toDevice : otherwise);
      case InputValue.ResultOf(int entry) -> Optional.ofNullable(results.get(entry)).orElseThrow();
      case InputValue.Fresh _ -> freshValue(type, name, owner);
      case InputValue.ListHead(String s) -> Value.of(type, slot(s, owner).listHead());
      case InputValue.ListEntries(String s) ->
          fitting(
              Value.of(type, slot(s, owner).listEntries(), slot(s, owner).countOrigin()),
              slot(s, owner).listEntries());
      case InputValue.Table(String s) -> Value.of(type, slot(s, owner).table());
      case InputValue.Buffer(String s) -> Value.of(type, slot(s, owner).buffer());
      case InputValue.Bytes(String s) ->
          fitting(Value.of(type, slot(s, owner).bytes()), slot(s, owner).bytes());
      case InputValue.Pages(String s) -> Value.of(type, slot(s, owner).pages());
      case InputValue.PageCount(String s) -> Value.of(type, slot(s, owner).pageCount());
      case InputValue.PageOffset(String s) -> Value.of(type, slot(s, owner).pageOffset());
      case InputValue.Page(String s) -> Value.of(type, slot(s, owner).page());
      case InputValue.PhysAddress(String s) -> Value.of(type, slot(s, owner).phys());
    };
  }

  /// A number of the input shape in its field, which has to have room for it.
  private Value fitting(Value held, long number) {
    boolean isLength = !(held.type() instanceof Type.Int i) || i.bits() > 8;
    if (isLength && held.bits() != number) {
      throw context.notExecutable(
          "a field of %s has no room for the shape's %d"
              .formatted(ExprText.of(held.type()), number));
    }
    return held;
  }

  private Value freshValue(Type type, String name, String owner) {
    if (!(type instanceof Type.Pointer pointer)) {
      return Value.of(type, 0);
    }
    return switch (pointer.target()) {
      case "scatterlist" -> Value.of(type, slot(name, owner).listHead());
      case "page" -> Value.of(type, slot(name, owner).page());
      default -> Value.of(type, fresh(name, pointer.target()).address());
    };
  }

  /// The direction of the run, as `enum dma_data_direction`.
  int direction() {
    directionUsed = true;
    return switch (context.plan.direction()) {
      case BIDIRECTIONAL -> 0;
      case TO_DEVICE -> 1;
      case FROM_DEVICE -> 2;
      case NONE -> 3;
    };
  }
}
