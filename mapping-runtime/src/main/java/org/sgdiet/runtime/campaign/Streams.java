// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.runtime.machine.Descriptor;
import org.sgdiet.runtime.machine.Descriptor.Range;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Origin;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Sink;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Entry;

/// Compares what two runs told the device.
final class Streams {

  private Streams() {}

  /// How two streams of descriptors differ. On a direct map they must agree one by one; behind an
  /// IOMMU the cuts between descriptors may lie elsewhere, the memory and its order may not.
  static Optional<String> difference(
      List<Descriptor> before, List<Descriptor> after, boolean exact) {
    boolean plainBefore = before.stream().noneMatch(Descriptor::addressEncoded);
    Optional<Descriptor> spoilt =
        after.stream().filter(d -> plainBefore && d.addressEncoded()).findFirst();
    if (spoilt.isPresent()) {
      return Optional.of(spoilt.get().sink() + " does not get the address as it is any more");
    }
    List<List<Range>> b = before.stream().map(Descriptor::memory).toList();
    List<List<Range>> a = after.stream().map(Descriptor::memory).toList();
    if (!exact) {
      List<Range> x = joined(b);
      List<Range> y = joined(a);
      return x.equals(y)
          ? Optional.empty()
          : Optional.of(
              "the device reaches other memory: " + text(x) + " before, " + text(y) + " after");
    }
    for (int i = 0; i < Math.max(b.size(), a.size()); i++) {
      String x = i < b.size() ? text(b.get(i)) : "nothing";
      String y = i < a.size() ? text(a.get(i)) : "nothing";
      if (!x.equals(y)) {
        return Optional.of("descriptor " + i + " is " + x + " before and " + y + " after");
      }
    }
    return Optional.empty();
  }

  /// How the directions differ in which memory was mapped, one mapping after the other; with more
  /// or fewer mappings than before only which directions there are.
  static Optional<String> directionDifference(Run before, Run after) {
    List<Direction> b = directions(before);
    List<Direction> a = directions(after);
    boolean alike = b.size() == a.size() ? b.equals(a) : Set.copyOf(b).equals(Set.copyOf(a));
    return alike || b.isEmpty() || a.isEmpty()
        ? Optional.empty()
        : Optional.of("memory is mapped " + words(b) + " before and " + words(a) + " after");
  }

  private static List<Direction> directions(Run run) {
    return run.events().stream()
        .flatMap(e -> e instanceof Event.Mapped m ? Stream.of(m.direction()) : Stream.empty())
        .toList();
  }

  private static String words(List<Direction> directions) {
    return directions.stream().distinct().map(Direction::name).collect(Collectors.joining(", "));
  }

  /// Whether both versions handed out the same bus addresses: then their numbers can be compared
  /// behind an IOMMU too.
  static boolean sameAddresses(List<Descriptor> before, List<Descriptor> after) {
    return before.stream()
        .map(Descriptor::address)
        .toList()
        .equals(after.stream().map(Descriptor::address).toList());
  }

  /// The descriptors of `after` without the notes that a driver keeps for itself in ordinary
  /// memory, in places that `before` did not write: a rewrite moves an address into a member of its
  /// own.
  static List<Descriptor> withoutNewNotes(Run before, Run after) {
    var known = new LinkedHashSet<String>();
    before.descriptors().forEach(d -> known.add(d.sink()));
    var notes = new LinkedHashSet<String>();
    for (Event event : after.events()) {
      if (event instanceof Event.Stored s && s.sink().kind() == Sink.Kind.MEMORY) {
        notes.add(s.sink().name());
      }
    }
    notes.removeAll(known);
    return after.descriptors().stream().filter(d -> !notes.contains(d.sink())).toList();
  }

  private static List<Range> joined(List<List<Range>> descriptors) {
    var all = new ArrayList<Range>();
    for (List<Range> ranges : descriptors) {
      for (Range r : ranges) {
        boolean joins =
            !all.isEmpty()
                && all.getLast().object().equals(r.object())
                && all.getLast().offset() + all.getLast().bytes() == r.offset();
        if (joins) {
          Range last = all.removeLast();
          all.add(new Range(last.object(), last.offset(), last.bytes() + r.bytes()));
        } else if (r.bytes() > 0) {
          all.add(r);
        }
      }
    }
    return all;
  }

  static String text(List<Range> ranges) {
    if (ranges.isEmpty()) {
      return "nothing";
    }
    var text = new StringBuilder();
    for (Range r : ranges.subList(0, Math.min(3, ranges.size()))) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append("%s[%d..%d)".formatted(r.object(), r.offset(), r.offset() + r.bytes()));
    }
    return ranges.size() > 3 ? text + ", ... (" + ranges.size() + " ranges)" : text.toString();
  }

  /// Other numbers that went to the device, place by place: counts, flags, commands.
  static Optional<String> plainDifference(Run before, Run after) {
    Map<String, List<Long>> b = plain(before);
    Map<String, List<Long>> a = plain(after);
    var places = new LinkedHashSet<>(b.keySet());
    places.addAll(a.keySet());
    for (String place : places) {
      List<Long> x = b.getOrDefault(place, List.of());
      List<Long> y = a.getOrDefault(place, List.of());
      if (!x.equals(y)) {
        return Optional.of(place + " gets " + hex(x) + " before and " + hex(y) + " after");
      }
    }
    return Optional.empty();
  }

  /// What the entries that map tell their callers: counts, lengths and handles.
  static Optional<String> returnDifference(Run before, Run after) {
    List<Long> b = returned(before);
    List<Long> a = returned(after);
    return b.size() != a.size() || b.equals(a)
        ? Optional.empty()
        : Optional.of("it returns " + hex(b) + " before and " + hex(a) + " after");
  }

  /// Errors, truth values and pointers left out.
  private static List<Long> returned(Run run) {
    return run.events().stream()
        .filter(Event.Returned.class::isInstance)
        .map(Event.Returned.class::cast)
        .filter(r -> r.role() == Entry.Role.MAP && r.success())
        .flatMap(r -> r.value().stream())
        .filter(v -> v > 1)
        .toList();
  }

  private static Map<String, List<Long>> plain(Run run) {
    var all = new LinkedHashMap<String, List<Long>>();
    for (Event event : run.events()) {
      if (event instanceof Event.Stored s
          && s.sink().kind() == Sink.Kind.DEVICE
          && !s.sink().isCall()
          && s.origins().stream().noneMatch(Streams::isAddress)) {
        all.computeIfAbsent(s.sink().name(), k -> new ArrayList<>()).add(s.value());
      }
    }
    return all;
  }

  private static boolean isAddress(Origin o) {
    return switch (o.kind()) {
      case DMA_ADDRESS, UNMAPPED_ADDRESS, CPU_PHYS -> true;
      case DMA_LENGTH, UNMAPPED_LENGTH, CPU_LENGTH, MAPPED_COUNT, ENTRY_COUNT, UNDEFINED -> false;
    };
  }

  private static String hex(List<Long> values) {
    return values.isEmpty()
        ? "nothing"
        : String.join(", ", values.stream().limit(4).map(v -> "0x" + Long.toHexString(v)).toList());
  }
}
