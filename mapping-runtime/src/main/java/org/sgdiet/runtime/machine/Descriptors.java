// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.runtime.machine.Origin.Kind;
import org.sgdiet.runtime.program.Position;

/// Puts addresses and lengths that were stored for the device together into descriptors, and says
/// what is wrong with them.
///
/// The two belong together when they lie in one group of [Sink]. A second address (or length) for a
/// group begins its next descriptor. Where a driver keeps addresses and lengths in two arrays, both
/// are paired by their order.
final class Descriptors {

  /// A plain number that was stored; it is a descriptor's length when it is that of the segment.
  void plain(long group, long value) {
    Optional.ofNullable(open.get(group)).ifPresent(d -> d.numbers.add(value));
    early.computeIfAbsent(group, g -> new ArrayList<>()).add(value);
  }

  /// One half of a descriptor under construction.
  private record Half(Event.Stored store, Origin origin) {}

  private static final class Draft {
    final List<Half> addresses = new ArrayList<>();
    Optional<Half> length = Optional.empty();
    final List<Long> numbers = new ArrayList<>();
  }

  private final Context context;
  private final Map<Long, Draft> open = new LinkedHashMap<>();
  private final List<Draft> closed = new ArrayList<>();
  private final Map<Long, List<Long>> early = new HashMap<>();

  Descriptors(Context context) {
    this.context = context;
  }

  /// A number was stored; nothing happens unless it carries one address or one length.
  void accept(Event.Stored store) {
    if (store.sink().kind() == Sink.Kind.DRIVER) {
      return;
    }
    Optional<Origin> address = single(store, true);
    if (address.isPresent()) {
      addAddress(store, address.get());
      return;
    }
    Optional<Origin> length = single(store, false);
    length.ifPresent(origin -> addLength(store, origin));
  }

  private Optional<Origin> single(Event.Stored store, boolean address) {
    List<Origin> wanted =
        store.origins().stream().filter(o -> address ? isAddress(o) : isLength(o)).toList();
    if (wanted.size() == 1) {
      return Optional.of(wanted.getFirst());
    }
    return address
        ? wanted.stream().filter(o -> holds(o, store.value())).findFirst()
        : Optional.empty();
  }

  private static boolean isAddress(Origin o) {
    return o.kind() == Kind.DMA_ADDRESS || o.kind() == Kind.UNMAPPED_ADDRESS;
  }

  private static boolean isLength(Origin o) {
    return o.kind() == Kind.DMA_LENGTH
        || o.kind() == Kind.CPU_LENGTH
        || o.kind() == Kind.UNMAPPED_LENGTH;
  }

  private boolean holds(Origin o, long value) {
    return segment(o).map(s -> s.holds(value)).orElse(false);
  }

  private Optional<Segment> segment(Origin o) {
    if (o.kind() != Kind.DMA_ADDRESS && o.kind() != Kind.DMA_LENGTH) {
      return Optional.empty();
    }
    List<Segment> segments = context.mappings.get(o.owner()).segments;
    return o.index() < segments.size() ? Optional.of(segments.get(o.index())) : Optional.empty();
  }

  private void addAddress(Event.Stored store, Origin origin) {
    Draft draft = draft(store);
    boolean secondHalf =
        draft.addresses.size() == 1
            && draft.addresses.getFirst().origin().shift() != origin.shift()
            && draft.addresses.getFirst().origin().index() == origin.index()
            && draft.addresses.getFirst().origin().owner() == origin.owner();
    if (!draft.addresses.isEmpty() && !secondHalf) {
      close(store);
      draft = draft(store);
    }
    draft.addresses.add(new Half(store, origin));
    judgeAddress(store, origin);
  }

  private void addLength(Event.Stored store, Origin origin) {
    if (draft(store).length.isPresent()) {
      close(store);
    }
    draft(store).length = Optional.of(new Half(store, origin));
    if (origin.kind() == Kind.UNMAPPED_LENGTH) {
      context.misused(
          "length-of-unmapped-entry",
          "%s gets sg_dma_len() of entry %d, %s"
              .formatted(store.sink().name(), origin.index(), unmapped(origin)),
          mappedAt(origin),
          mayBeAnother(origin));
    }
  }

  private Draft draft(Event.Stored store) {
    long group = store.sink().group();
    Draft draft = open.computeIfAbsent(group, g -> new Draft());
    Optional.ofNullable(early.remove(group)).ifPresent(draft.numbers::addAll);
    return draft;
  }

  private void close(Event.Stored store) {
    Optional.ofNullable(open.remove(store.sink().group())).ifPresent(closed::add);
  }

  private Optional<Position> mappedAt(Origin origin) {
    return origin.owner() <= 0
        ? Optional.empty()
        : Optional.of(context.mappings.get(origin.owner()).at);
  }

  private String unmapped(Origin origin) {
    if (origin.owner() <= 0) {
      return "which is not mapped";
    }
    int mapped = context.mappings.get(origin.owner()).segments.size();
    return "but only " + mapped + (mapped == 1 ? " segment is" : " segments are") + " mapped";
  }

  /// Whether the entry is of an input list that the run never mapped: the caller may have, or it is
  /// one that the driver's framework keeps two pointers to.
  private boolean mayBeAnother(Origin origin) {
    return origin.owner() < 0
        && context.mappings.isLeftToOthers(context.memory.object(-origin.owner()));
  }

  private void judgeAddress(Event.Stored store, Origin origin) {
    String sink = store.sink().name();
    if (origin.kind() == Kind.UNMAPPED_ADDRESS) {
      context.misused(
          "address-of-unmapped-entry",
          "%s gets sg_dma_address() of entry %d, %s"
              .formatted(sink, origin.index(), unmapped(origin)),
          mappedAt(origin),
          mayBeAnother(origin));
      return;
    }
    MappingTable.Entry mapping = context.mappings.get(origin.owner());
    if (mapping.segments.isEmpty()) {
      // Ordinary memory may hold the result until the driver has asked dma_mapping_error().
      if (store.sink().kind() != Sink.Kind.DEVICE) {
        return;
      }
      context.misused(
          "address-of-failed-mapping",
          sink + " gets the result of a mapping that failed",
          mappedAt(origin));
    } else if (!mapping.live()) {
      context.misused(
          "address-after-unmap", sink + " gets an address that is unmapped", mappedAt(origin));
    }
  }

  /// A field of 32 bits says that the device gets no wider addresses, which only its probe function
  /// knows: what follows of one that does not fit is not the driver's doing.
  private void noteNarrow(Draft draft, Segment s) {
    Half half = draft.addresses.getFirst();
    if (draft.addresses.size() == 1
        && half.store().bits() == 32
        && half.origin().shift() == 0
        && s.address() >>> 32 != 0
        && !context.deviceReaches(s.address())) {
      context.misused(
          "truncated-address",
          half.store().sink().name() + " has no room for an address above 4 GiB",
          mappedAt(half.origin()),
          true);
    }
  }

  /// The descriptors that were completed since the last call.
  List<Descriptor> take() {
    closed.addAll(open.values());
    open.clear();
    pairLoose();
    var result = new ArrayList<Descriptor>();
    var guessed = new BitSet();
    Set<Entry> given = given();
    for (Draft draft : closed) {
      if (!draft.addresses.isEmpty() && !isNote(draft, given)) {
        finish(draft)
            .ifPresent(d -> {
              if (draft.length.isEmpty() || d.lengthEncoded()) {
                guessed.set(result.size());
              }
              result.add(d);
            });
      }
    }
    closed.clear();
    early.clear();
    Map<String, Descriptor> next = new HashMap<>();
    for (int i = result.size() - 1; i >= 0; i--) {
      Descriptor d = result.get(i);
      Descriptor after = next.put(d.sink(), d);
      if (guessed.get(i) && after != null) {
        result.set(i, upTo(d, after));
      }
    }
    return result;
  }

  /// A descriptor of which the length is not known, as one of a list of pages, ends where the next
  /// one of its segment begins.
  private static Descriptor upTo(Descriptor d, Descriptor next) {
    boolean follows =
        d.mapping() == next.mapping()
            && d.segment() == next.segment()
            && d.address() < next.address();
    return follows
        ? new Descriptor(
            d.at(),
            d.sink(),
            d.address(),
            Math.min(d.bytes(), next.address() - d.address()),
            d.addressEncoded(),
            d.lengthEncoded(),
            d.mapping(),
            d.segment(),
            d.memory())
        : d;
  }

  /// A segment of a mapping.
  private record Entry(int owner, int index) {

    static Entry of(Origin origin) {
      return new Entry(origin.owner(), origin.index());
    }
  }

  /// What certainly went where the device reads it.
  private Set<Entry> given() {
    return closed.stream()
        .filter(d -> !d.addresses.isEmpty())
        .map(d -> d.addresses.getFirst())
        .filter(half -> half.store().sink().kind() == Sink.Kind.DEVICE)
        .map(half -> Entry.of(half.origin()))
        .collect(Collectors.toSet());
  }

  /// Whether ordinary memory holds an address that also went where certainly the device reads it:
  /// then the driver keeps it there for its own use, as for the unmap.
  private static boolean isNote(Draft draft, Set<Entry> given) {
    Half half = draft.addresses.getFirst();
    return half.store().sink().kind() == Sink.Kind.MEMORY
        && draft.addresses.size() == 1
        && given.contains(Entry.of(half.origin()));
  }

  private void pairLoose() {
    List<Draft> addresses =
        closed.stream().filter(d -> !d.addresses.isEmpty() && d.length.isEmpty()).toList();
    List<Draft> lengths =
        closed.stream().filter(d -> d.addresses.isEmpty() && d.length.isPresent()).toList();
    if (addresses.size() == lengths.size()) {
      for (int i = 0; i < addresses.size(); i++) {
        addresses.get(i).length = lengths.get(i).length;
      }
      closed.removeAll(lengths);
    }
  }

  private Optional<Descriptor> finish(Draft draft) {
    Half first = draft.addresses.getFirst();
    Optional<Segment> segment = segment(first.origin());
    if (segment.isEmpty() || !context.mappings.get(first.origin().owner()).live()) {
      return Optional.empty();
    }
    Segment s = segment.get();
    AddressBits address = addressBits(draft, s);
    LengthBits length = lengthBits(draft, s);
    if (address.truncated()) {
      context.misusedAt(
          first.store().at(),
          "truncated-address",
          "%s gets 0x%x of the address 0x%x"
              .formatted(first.store().sink().name(), first.store().value(), s.address()),
          mappedAt(first.origin()));
    }
    noteNarrow(draft, s);
    judgeLength(draft, first, s);
    return Optional.of(
        new Descriptor(
            first.store().at(),
            first.store().sink().name(),
            address.value(),
            length.encoded()
                ? Math.min(length.bytes(), s.address() + s.bytes() - address.value())
                : length.bytes(),
            address.encoded(),
            length.encoded(),
            first.origin().owner(),
            first.origin().index(),
            List.of()));
  }

  private record AddressBits(long value, boolean encoded, boolean truncated) {}

  private AddressBits addressBits(Draft draft, Segment s) {
    long low = 0;
    long known = 0;
    for (Half half : draft.addresses) {
      int shift = half.origin().shift();
      long mask = half.store().bits() == 64 ? -1L : (1L << half.store().bits()) - 1;
      if (shift >= 0 && shift < 64) {
        low |= (half.store().value() & mask) << shift;
        known |= mask << shift;
      }
    }
    boolean cut = draft.addresses.size() == 1 && isCut(draft.addresses.getFirst(), s.address());
    long value = (low & known) | (s.address() & ~known);
    boolean plain = s.holds(value);
    return new AddressBits(plain ? value : s.address(), !plain, cut);
  }

  /// Whether only the low half of an address was stored: into 64 bits always a mistake, into 32
  /// bits when the device is known to get wider addresses.
  private boolean isCut(Half half, long address) {
    boolean low = (half.store().value() & 0xffff_ffffL) == (address & 0xffff_ffffL);
    boolean wide = address >>> 32 != 0 && half.store().value() >>> 32 == 0;
    return half.origin().shift() == 0
        && low
        && wide
        && (half.store().bits() == 64 || context.deviceReaches(address));
  }

  private record LengthBits(long bytes, boolean encoded) {}

  private LengthBits lengthBits(Draft draft, Segment s) {
    if (draft.length.isEmpty()) {
      boolean plain = draft.numbers.contains(s.bytes());
      return new LengthBits(s.bytes(), !plain);
    }
    Half half = draft.length.get();
    long value = half.store().value();
    boolean plain = half.origin().shift() == 0 && value > 0 && value <= s.bytes();
    return (plain && value != s.bytes() - 1) || s.bytes() == 0
        ? new LengthBits(Math.min(value, s.bytes()), false)
        : new LengthBits(s.bytes(), true);
  }

  /// A length of the CPU's side next to an address of the device's side is right only while both
  /// are the same.
  private void judgeLength(Draft draft, Half address, Segment s) {
    Optional<Half> half = draft.length.filter(h -> h.origin().kind() == Kind.CPU_LENGTH);
    boolean list = context.mappings.get(address.origin().owner()).kind == MappingTable.Kind.LIST;
    if (!list || half.isEmpty() || half.get().origin().shift() != 0) {
      return;
    }
    long written = half.get().store().value();
    long low = written & 0xffff_ffffL;
    if (context.cpuLength(half.get().origin()) == low && low != s.bytes()) {
      context.misusedAt(
          half.get().store().at(),
          "length-of-input-side",
          "%s gets sg->length, %d bytes, next to the address of a segment of %d bytes"
              .formatted(half.get().store().sink().name(), written, s.bytes()),
          mappedAt(address.origin()));
    }
  }
}
