// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Position;

/// The mappings of a run, dead ones included: who made them, for which device, and what the device
/// may access through them.
final class MappingTable {

  /// How a mapping is found again.
  enum Kind {
    LIST,
    SINGLE,
    IOVA,
    COHERENT
  }

  /// A mapping.
  static final class Entry {
    final int id;
    final Kind kind;
    final long key;
    final long device;
    Direction direction;
    final Position at;
    final List<Segment> segments;
    final List<PhysRange> input;
    private boolean live = true;
    private boolean asked;
    private boolean registers;

    Entry(int id, Kind kind, long key, long device, Direction dir, Position at) {
      this.id = id;
      this.kind = kind;
      this.key = key;
      this.device = device;
      this.direction = dir;
      this.at = at;
      this.segments = new ArrayList<>();
      this.input = new ArrayList<>();
    }

    boolean live() {
      return live;
    }

    /// Notes that no memory is behind the mapping.
    void markRegisters() {
      registers = true;
    }

    boolean isOfRegisters() {
      return registers;
    }

    /// Notes that the driver asked whether the mapping failed.
    void ask() {
      asked = true;
    }

    /// The memory behind `[offset, offset + bytes)` of a segment: out sides cover the in sides in
    /// order.
    List<PhysRange> input(int segment, long offset, long bytes) {
      long from = offset;
      for (int i = 0; i < segment; i++) {
        from += segments.get(i).bytes();
      }
      long left = bytes;
      var found = new ArrayList<PhysRange>();
      for (PhysRange r : input) {
        if (from < r.bytes() && left > 0) {
          long take = Math.min(left, r.bytes() - from);
          join(found, new PhysRange(r.phys() + from, take));
          left -= take;
          from = 0;
        } else {
          from -= Math.min(from, r.bytes());
        }
      }
      return found;
    }

    private static void join(List<PhysRange> ranges, PhysRange next) {
      if (!ranges.isEmpty()) {
        PhysRange last = ranges.getLast();
        if (last.phys() + last.bytes() == next.phys()) {
          ranges.set(ranges.size() - 1, new PhysRange(last.phys(), last.bytes() + next.bytes()));
          return;
        }
      }
      ranges.add(next);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Set<Long> lists = new HashSet<>();
  private final SequencedSet<Entry> live = new LinkedHashSet<>();

  /// Those that ended since somebody asked.
  private final List<Entry> ended = new ArrayList<>();

  /// Records a mapping; `key` is the address of the list, the handle or the state.
  Entry add(Kind kind, long key, long device, Direction dir, Position at) {
    var entry = new Entry(entries.size() + 1, kind, key, device, dir, at);
    entries.add(entry);
    live.add(entry);
    return entry;
  }

  /// A mapping call that failed: its handle is nobody's.
  Entry addFailed(long device, Direction dir, Position at) {
    Entry entry = add(Kind.SINGLE, -1, device, dir, at);
    end(entry);
    return entry;
  }

  /// The device may no longer access anything through the mapping.
  void end(Entry entry) {
    entry.live = false;
    live.remove(entry);
    ended.add(entry);
  }

  /// The mappings that ended since the last call, and did not begin anew.
  List<Entry> takeEnded() {
    List<Entry> taken = ended.stream().filter(e -> !e.live).toList();
    ended.clear();
    return taken;
  }

  /// A mapping that was only prepared takes effect.
  void begin(Entry entry) {
    entry.live = true;
    live.add(entry);
  }

  /// The live mapping that a call with this key means.
  Optional<Entry> live(Kind kind, long key) {
    for (Entry e : live.reversed()) {
      if (e.key == key && e.kind == kind) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /// The live mapping through which the device reaches a bus address.
  Optional<Entry> holding(long bus) {
    return live.reversed().stream()
        .filter(e -> e.segments.stream().anyMatch(s -> s.holds(bus)))
        .findFirst();
  }

  /// Notes a list that the run tried to map.
  void tried(long list) {
    lists.add(list);
  }

  /// Whether the run tried to map the list.
  boolean hasTried(long list) {
    return lists.contains(list);
  }

  /// Whether `object` is an input in which the run never tried to map a list.
  boolean isLeftToOthers(Optional<MemoryObject> object) {
    return object
        .filter(o -> o.kind() == MemoryObject.Kind.DATA || o.kind() == MemoryObject.Kind.INPUT)
        .filter(o -> lists.stream().noneMatch(l -> o.holds(l, 1)))
        .isPresent();
  }

  Entry get(int id) {
    return entries.get(id - 1);
  }

  /// Number of handles of failed mappings that nobody asked about.
  int unasked() {
    return (int)
        entries.stream()
            .filter(e -> e.kind == Kind.SINGLE && e.segments.isEmpty() && !e.asked)
            .count();
  }

  /// Whether somebody has to unmap anything.
  boolean areAnyLive() {
    return live.stream().anyMatch(e -> e.kind != Kind.COHERENT);
  }

  /// Live mappings that somebody has to unmap.
  List<Entry> live() {
    return live.stream().filter(e -> e.kind != Kind.COHERENT).toList();
  }
}
