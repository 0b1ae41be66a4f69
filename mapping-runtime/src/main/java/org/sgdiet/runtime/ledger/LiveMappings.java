// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The mappings that are live, by bus address: the hash table of kernel/dma/debug.c, 7.3. Several
/// may begin at one address, as when one page is mapped twice on a direct map.
final class LiveMappings {
  private final Map<Long, Mapping> byAddress = new HashMap<>();
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
    List<Mapping> all = new ArrayList<>();
    byAddress
        .values()
        .forEach(head -> {
          for (Mapping m = head; m != null; m = m.sameAddress) {
            all.add(m);
          }
        });
    all.sort(Comparator.comparingLong(Mapping::address).thenComparingInt(Mapping::at));
    return all;
  }

  /// The newest mapping that begins at `address`; its `sameAddress` are the older ones.
  @Nullable Mapping at(long address) {
    return byAddress.get(address);
  }

  void add(Mapping mapping) {
    mapping.sameAddress = byAddress.put(mapping.address, mapping);
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
    return all().stream().filter(m -> contains(m, ref)).findFirst();
  }

  /// The first mapping that holds `address`.
  Optional<Mapping> startsIn(long address) {
    return all().stream()
        .filter(m -> Long.compareUnsigned(address - m.address, m.size) < 0)
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
