// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The mappings that are live, by bus address: the hash table of kernel/dma/debug.c, 7.3, in order.
/// Several may begin at one address, as when one page is mapped twice on a direct map.
final class LiveMappings {
  private final NavigableMap<Long, Mapping> byAddress = new TreeMap<>();

  /// No live mapping is longer, in bytes.
  private long longest;

  private int count;
  private int iovaRanges;

  int count() {
    return count;
  }

  boolean holdsIova() {
    return iovaRanges > 0;
  }

  /// All of them, by bus address, then by where they were made.
  List<Mapping> all() {
    return sorted(byAddress.values());
  }

  private static List<Mapping> sorted(Collection<Mapping> heads) {
    List<Mapping> all = new ArrayList<>();
    for (Mapping head : heads) {
      for (Mapping m = head; m != null; m = m.sameAddress) {
        all.add(m);
      }
    }
    all.sort(Comparator.comparingLong(Mapping::address).thenComparingInt(Mapping::at));
    return all;
  }

  /// The newest mapping that begins at `address`; its `sameAddress` are the older ones.
  @Nullable Mapping at(long address) {
    return byAddress.get(address);
  }

  void add(Mapping mapping) {
    mapping.sameAddress = byAddress.put(mapping.address, mapping);
    longest = Math.max(longest, mapping.size);
    count++;
    if (mapping.kind == Mapping.Kind.IOVA) {
      iovaRanges++;
    }
  }

  void remove(Mapping mapping) {
    Mapping head = byAddress.get(mapping.address);
    if (head == mapping) {
      if (mapping.sameAddress == null) {
        byAddress.remove(mapping.address);
      } else {
        byAddress.put(mapping.address, mapping.sameAddress);
      }
    } else {
      for (Mapping m = head; m != null; m = m.sameAddress) {
        if (m.sameAddress == mapping) {
          m.sameAddress = mapping.sameAddress;
        }
      }
    }
    count--;
    if (count == 0) {
      longest = 0;
    }
    if (mapping.kind == Mapping.Kind.IOVA) {
      iovaRanges--;
    }
  }

  /// `bucket_find_exact()`: the best of the mappings at the address; of several, none but a perfect
  /// one.
  Optional<Mapping> find(Mapping ref) {
    @Nullable Mapping single = null;
    int matches = 0;
    for (Mapping m = byAddress.get(ref.address); m != null; m = m.sameAddress) {
      matches++;
      if (perfect(m, ref)) {
        return Optional.of(m);
      }
      single = m;
    }
    return matches == 1 ? Optional.ofNullable(single) : Optional.empty();
  }

  /// `bucket_find_contain()`: a mapping that holds the whole range.
  Optional<Mapping> findContaining(Mapping ref) {
    Optional<Mapping> exact = find(ref).filter(m -> contains(m, ref));
    if (exact.isPresent()) {
      return exact;
    }
    return firstAround(ref.address, m -> contains(m, ref));
  }

  /// The first mapping that holds `address`.
  Optional<Mapping> startsIn(long address) {
    return firstAround(address, m -> Long.compareUnsigned(address - m.address, m.size) < 0);
  }

  /// The first one that may reach `address` and fits.
  private Optional<Mapping> firstAround(long address, Predicate<Mapping> fits) {
    long from =
        longest >= 0 && address >= Long.MIN_VALUE + longest ? address - longest : Long.MIN_VALUE;
    return sorted(byAddress.subMap(from, true, address, true).values()).stream()
        .filter(fits)
        .findFirst();
  }

  private static boolean contains(Mapping m, Mapping ref) {
    long offset = ref.address - m.address;
    return offset >= 0 && Long.compareUnsigned(offset + ref.size, m.size) <= 0;
  }

  private static boolean perfect(Mapping m, Mapping ref) {
    return m.size == ref.size
        && m.kind == ref.kind
        && m.dir == ref.dir
        && m.callEntries == ref.callEntries;
  }
}
