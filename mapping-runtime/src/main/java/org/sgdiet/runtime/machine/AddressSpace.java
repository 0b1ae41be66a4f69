// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.machine.MemoryObject.Kind;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.MemoryRange;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Host;
import org.sgdiet.runtime.program.Type;

/// The kernel's address space as the driver's code sees it: objects with byte-exact contents in the
/// emulator's memory, bounds, lifetimes, and the origins of what was stored.
final class AddressSpace {

  /// The most memory one run may ask for, in bytes.
  static final long LIMIT_BYTES = 40L << 20;

  /// What the kernel hands out with a known number of elements.
  private static final Set<String> ARRAYS = Set.of("scatterlist", "dma_vec");

  private static final long INPUT_SLACK = 1L << 18;
  private static final long MIB = 1L << 20;
  private static final long REGISTER_BASE = CpuAddr.VMALLOC_BASE + (1L << 40);

  /// Bytes up to which a copy is taken for one of a structure.
  private static final int LARGEST_STRUCTURE = 256;

  private record Shadow(int bytes, List<Origin> origins) {}

  private final Host host;
  private final DmaApi api;
  private final Context context;
  private final MemoryRange stack;
  private final long pageBytes;
  private final TreeMap<Long, MemoryObject> objects = new TreeMap<>(Long::compareUnsigned);

  /// The object that was found last: the next access is often to the same one.
  private Optional<MemoryObject> last = Optional.empty();

  private final Map<Long, Shadow> shadows = new HashMap<>();
  private final Map<Long, Long> registers = new HashMap<>();
  private final long virtualPages;
  private long nextInput;
  private long nextHeap;

  /// Apart from the heap: its addresses reach the device, and stay when a rewrite allocates more.
  private long nextCoherent;

  private long nextStack;
  private long nextVirtual = CpuAddr.VMALLOC_BASE + 0x1000;
  private long nextRegisters = REGISTER_BASE;
  private long allocated;
  private int made;

  AddressSpace(Context context) {
    this.context = context;
    this.api = context.api;
    this.host = context.api.host();
    this.stack = Placement.stack(context);
    this.pageBytes = 1L << context.api.profile().platform().pageShift();
    long base = Placement.low(context).start();
    this.nextHeap = base + 16 * MIB;
    this.nextInput = base + 64 * MIB;
    this.nextCoherent = base + 464 * MIB;
    this.virtualPages = base + 512 * MIB;
    this.nextStack = stack.start();
  }

  // ---- objects

  /// A new object of `bytes` bytes.
  MemoryObject create(String name, Kind kind, long bytes, String layout) {
    if (bytes < 0 || bytes > LIMIT_BYTES - allocated) {
      throw context.notExecutable(
          "the run asks for more than " + (LIMIT_BYTES >> 20) + " MiB of memory");
    }
    allocated += bytes;
    long slack = kind == Kind.INPUT ? INPUT_SLACK : 0;
    long address = place(kind, bytes, slack);
    return place(name, kind, address, bytes, slack, layout);
  }

  /// An object at a place that the caller chose.
  MemoryObject place(String name, Kind kind, long address, long bytes, long slack, String layout) {
    var object = new MemoryObject(++made, name, kind, address, bytes, slack, layout);
    objects.put(address - slack, object);
    last = Optional.empty();
    return object;
  }

  private long place(Kind kind, long bytes, long slack) {
    long size = Math.max(bytes, 1);
    return switch (kind) {
      case INPUT -> {
        long at = nextInput + slack;
        nextInput = roundUp(at + size + slack, 4096);
        yield linear(at);
      }
      case STACK -> placeOnStack(size);
      case VIRTUAL -> {
        long at = nextVirtual;
        nextVirtual = roundUp(at + size, 4096) + 4096;
        yield at;
      }
      case REGISTERS -> {
        long at = nextRegisters;
        nextRegisters = roundUp(at + size, 4096) + 4096;
        yield at;
      }
      case STATIC, HEAP, DATA -> {
        long at = roundUp(nextHeap, align(size));
        nextHeap = at + size + 64;
        yield linear(at);
      }
      case COHERENT -> {
        long at = roundUp(nextCoherent, align(size));
        nextCoherent = at + size + 64;
        yield linear(at);
      }
    };
  }

  private long align(long size) {
    return Math.max(64, Math.min(pageBytes, Long.highestOneBit(2 * size - 1)));
  }

  private long placeOnStack(long size) {
    long at = roundUp(nextStack, 16);
    nextStack = at + size + 16;
    if (nextStack > stack.end()) {
      throw context.notExecutable("the stack exceeds " + (stack.length() >> 10) + " KiB");
    }
    return linear(at);
  }

  private static long linear(long phys) {
    return CpuAddr.ofPhys(new PhysAddr(phys)).value();
  }

  private static long roundUp(long value, long align) {
    return (value + align - 1) & -align;
  }

  /// The live object with this id.
  Optional<MemoryObject> object(int id) {
    return objects.values().stream().filter(o -> o.id() == id && !o.isFreed()).findFirst();
  }

  /// The object that `[at, at + bytes)` may belong to, dead or alive.
  Optional<MemoryObject> find(long at, long bytes) {
    if (last.filter(o -> o.contains(at, Math.max(bytes, 1))).isPresent()) {
      return last;
    }
    Map.Entry<Long, MemoryObject> below = objects.floorEntry(at);
    last =
        below != null && below.getValue().holds(at, bytes)
            ? Optional.of(below.getValue())
            : Optional.empty();
    return last;
  }

  /// The first object that begins in `[at, at + bytes)`.
  Optional<MemoryObject> firstIn(long at, long bytes) {
    Map.Entry<Long, MemoryObject> next = objects.ceilingEntry(at);
    return next != null && next.getKey() - at < bytes
        ? Optional.of(next.getValue())
        : Optional.empty();
  }

  /// The live object that holds `[at, at + bytes)`; anything else is the driver's fault.
  MemoryObject require(long at, long bytes, String access) {
    if (Long.compareUnsigned(at, 1 << 16) < 0) {
      throw context.fault(
          Stop.Kind.NULL_DEREFERENCE, access + " through a null pointer (+" + at + ")");
    }
    if (Long.compareUnsigned(at, -4096) > 0) {
      throw context.fault(
          Stop.Kind.NULL_DEREFERENCE, access + " through an error pointer (" + at + ")");
    }
    MemoryObject object = find(at, bytes).orElseThrow(() -> outOfBounds(at, bytes, access));
    if (object.isFreed()) {
      throw context.fault(
          Stop.Kind.USE_AFTER_FREE,
          access + " of " + object.describe(at) + ", freed at " + context.where(object.freedAt()));
    }
    return object;
  }

  private Stop.Signal outOfBounds(long at, long bytes, String access) {
    Map.Entry<Long, MemoryObject> below = objects.floorEntry(at);
    if (below == null || at - below.getValue().address() > (1L << 24)) {
      return context.notExecutable(
          access + " through a pointer of unknown origin (0x" + Long.toHexString(at) + ")");
    }
    MemoryObject near = below.getValue();
    boolean buffer = near.kind() == Kind.DATA && !ARRAYS.contains(near.layout());
    if (buffer || near.kind() == Kind.INPUT || near.sizeBytes() == 0) {
      return context.notExecutable(
          "%s of %d bytes at %s: of a length that the run does not know"
              .formatted(access, bytes, near.describe(at)));
    }
    return context.fault(
        near.kind() == Kind.DATA ? Stop.Kind.OUT_OF_BOUNDS : Stop.Kind.OUT_OF_OWN_BOUNDS,
        "%s of %d bytes at %s, which has %d bytes"
            .formatted(access, bytes, near.describe(at), near.sizeBytes()));
  }

  // ---- contents

  /// What memory holds at `at`; an input that nobody read before is asked for.
  Value load(long at, Type type, Inputs.Path path) {
    int bytes = width(type);
    if (path.layout().equals("scatterlist") && Long.compareUnsigned(at, SgMemory.SIZE) < 0) {
      throw context.fault(
          Stop.Kind.WALK_BEHIND_THE_END, "reads " + path.describe() + " behind the end of a list");
    }
    MemoryObject object = require(at, bytes, "read");
    if (object.kind() == Kind.REGISTERS) {
      return Value.of(type, registers.getOrDefault(at, 0L));
    }
    if (!object.isWritten(at, bytes)) {
      if (object.kind() == Kind.INPUT && object.isUntouched(at, bytes)) {
        Value input = context.inputs.read(object, at, type, path);
        put(object, at, input.as(type));
      } else if (object.kind() == Kind.HEAP || object.kind() == Kind.STACK) {
        return Value.of(
            type,
            raw(object, at, bytes),
            List.of(new Origin(Origin.Kind.UNDEFINED, object.id(), 0, 0)));
      }
    }
    touch(object, at, bytes, false);
    return Value.of(type, raw(object, at, bytes), origins(at, bytes));
  }

  /// Stores a value that has the type of its place.
  void store(long at, Value value) {
    int bytes = width(value.type());
    MemoryObject object = require(at, bytes, "write");
    if (object.kind() == Kind.REGISTERS) {
      registers.put(at, value.bits());
      return;
    }
    touch(object, at, bytes, true);
    put(object, at, value);
  }

  /// Tells the ledger that the CPU touches memory which the device may own.
  private void touch(MemoryObject object, long at, long bytes, boolean write) {
    if (api.ledger().liveCount() > 0 && object.kind() != Kind.COHERENT) {
      api.ledger().cpuTouches(physOf(at), bytes, write, context.token());
      context.drainLedger();
    }
  }

  /// Whether all of `[at, at + bytes)` was written or read as an input before.
  boolean isWritten(long at, int bytes) {
    return find(at, bytes).map(o -> o.isWritten(at, bytes)).orElse(false);
  }

  private void put(MemoryObject object, long at, Value value) {
    int bytes = width(value.type());
    byte[] data = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      data[i] = (byte) (value.bits() >>> (8 * i));
    }
    write(object, at, data);
    if (!value.origins().isEmpty()) {
      shadows.put(at, new Shadow(bytes, value.origins()));
    }
  }

  /// Stores plain bytes.
  void write(MemoryObject object, long at, byte[] data) {
    object.markWritten(at, data.length);
    forget(at, data.length);
    if (object.kind() == Kind.VIRTUAL) {
      host.memory().write(physOf(at), data, 0, data.length);
    } else {
      host.cpu().write(physOf(at), data, 0, data.length);
    }
  }

  /// Loads plain bytes.
  byte[] read(MemoryObject object, long at, int bytes) {
    byte[] data = new byte[bytes];
    if (object.kind() == Kind.VIRTUAL) {
      host.memory().read(physOf(at), data, 0, bytes);
    } else {
      host.cpu().read(physOf(at), data, 0, bytes);
    }
    return data;
  }

  /// Whether bus addresses of mappings were stored in an object.
  boolean holdsAddresses(MemoryObject object) {
    return shadows.entrySet().stream()
        .filter(e -> object.holds(e.getKey(), e.getValue().bytes()))
        .flatMap(e -> e.getValue().origins().stream())
        .anyMatch(o -> o.kind() == Origin.Kind.DMA_ADDRESS);
  }

  /// `memcpy()` and `memmove()`, origins included.
  void copy(long to, long from, long bytes) {
    if (bytes == 0) {
      return;
    }
    requireRoom(to, bytes);
    MemoryObject source = require(from, bytes, "read");
    MemoryObject target = require(to, bytes, "write");
    touch(source, from, bytes, false);
    touch(target, to, bytes, true);
    byte[] data = read(source, from, Math.toIntExact(bytes));
    var carried = new HashMap<Long, Shadow>();
    for (long i = 0; i < bytes; i++) {
      Shadow shadow = shadows.get(from + i);
      if (shadow != null && i + shadow.bytes() <= bytes) {
        carried.put(to + i, shadow);
      }
    }
    if (bytes <= LARGEST_STRUCTURE) {
      carryUndefined(source, from, to, bytes, carried);
    }
    write(target, to, data);
    shadows.putAll(carried);
  }

  /// What was undefined in a structure is so in its copy.
  private static void carryUndefined(
      MemoryObject source, long from, long to, long bytes, Map<Long, Shadow> carried) {
    if (source.kind() != Kind.HEAP && source.kind() != Kind.STACK) {
      return;
    }
    var undefined = new Shadow(1, List.of(new Origin(Origin.Kind.UNDEFINED, source.id(), 0, 0)));
    for (long i = 0; i < bytes; i++) {
      if (!source.isWritten(from + i, 1)) {
        carried.putIfAbsent(to + i, undefined);
      }
    }
  }

  /// The driver's own buffer may be shorter than the shape: only its callers know how long a key or
  /// a digest is.
  private void requireRoom(long to, long bytes) {
    if (bytes < 0) {
      throw context.notExecutable("a length below 0: of a number that the run does not know");
    }
    Optional<MemoryObject> target = find(to, 1);
    if (bytes == context.shape.totalBytes() && find(to, bytes).isEmpty() && target.isPresent()) {
      throw context.notExecutable(
          "the shape's %d bytes go beyond %s".formatted(bytes, target.get().name()));
    }
  }

  /// `memset()`.
  void fill(long to, byte value, long bytes) {
    if (bytes == 0) {
      return;
    }
    requireRoom(to, bytes);
    MemoryObject target = require(to, bytes, "write");
    touch(target, to, bytes, true);
    byte[] data = new byte[Math.toIntExact(bytes)];
    java.util.Arrays.fill(data, value);
    write(target, to, data);
  }

  private long raw(MemoryObject object, long at, int bytes) {
    byte[] data = read(object, at, bytes);
    long bits = 0;
    for (int i = 0; i < bytes; i++) {
      bits |= (data[i] & 0xffL) << (8 * i);
    }
    return bits;
  }

  private List<Origin> origins(long at, int bytes) {
    List<Origin> found = List.of();
    if (shadows.isEmpty()) {
      return found;
    }
    for (int back = 0; back < 8; back++) {
      Shadow shadow = shadows.get(at - back);
      if (shadow != null && shadow.bytes() > back) {
        int by = 8 * back;
        List<Origin> moved =
            by == 0 ? shadow.origins() : shadow.origins().stream().map(o -> o.shifted(by)).toList();
        found = Value.union(found, moved);
      }
    }
    for (int ahead = 1; ahead < bytes; ahead++) {
      Shadow shadow = shadows.get(at + ahead);
      if (shadow != null) {
        int by = -8 * ahead;
        found = Value.union(found, shadow.origins().stream().map(o -> o.shifted(by)).toList());
      }
    }
    return found;
  }

  private void forget(long at, int bytes) {
    if (shadows.isEmpty()) {
      return;
    }
    if (shadows.size() < bytes) {
      shadows
          .entrySet()
          .removeIf(e -> e.getKey() < at + bytes && e.getKey() + e.getValue().bytes() > at);
      return;
    }
    for (long i = -7; i < bytes; i++) {
      Shadow shadow = shadows.get(at + i);
      if (shadow != null && i + shadow.bytes() > 0) {
        shadows.remove(at + i);
      }
    }
  }

  /// Width of a scalar in bytes.
  static int width(Type type) {
    return switch (type) {
      case Type.Int i -> i.bits() / 8;
      case Type.Bool _ -> 1;
      case Type.Pointer _ -> 8;
      case Type.Struct _, Type.Array _ ->
          throw new IllegalArgumentException(type + " is no scalar");
    };
  }

  /// The physical address behind a CPU address: by the linear map, or by vmalloc's page table,
  /// which here puts consecutive pages two pages apart.
  long physOf(long at) {
    if (new CpuAddr(at).isVmalloc()) {
      long page = (at - CpuAddr.VMALLOC_BASE) >>> 12;
      return virtualPages + page * 0x2000 + (at & 0xfff);
    }
    return new CpuAddr(at).toPhys().value();
  }
}
