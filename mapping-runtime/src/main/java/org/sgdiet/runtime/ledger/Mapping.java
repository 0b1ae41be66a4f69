// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import org.jspecify.annotations.Nullable;
import org.sgdiet.runtime.path.Direction;

/// One live mapping: `struct dma_debug_entry` (kernel/dma/debug.c, 7.3), and who owns its bytes.
public final class Mapping {
  /// What made the mapping.
  public enum Kind {
    /// `dma_map_single/page/phys/resource`: they unmap each other.
    PHYS("phys"),
    /// One out side of a list.
    SG("scatter-gather"),
    /// `dma_alloc_coherent`.
    COHERENT("coherent"),
    /// A range of `dma_iova_try_alloc`.
    IOVA("iova");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /// The word of kernel/dma/debug.c.
    public String label() {
      return label;
    }
  }

  final Kind kind;
  final long phys;
  final long address;
  final long size;
  final Direction dir;
  final long attrs;
  final int callEntries;
  final int mappedEntries;
  final int at;
  boolean checked;
  long cpuFrom;
  long cpuTo;
  long linked;
  boolean synced;
  @Nullable Mapping sameAddress;

  Mapping(
      Kind kind,
      long phys,
      long address,
      long size,
      Direction dir,
      long attrs,
      int callEntries,
      int mappedEntries,
      int at) {
    this.kind = kind;
    this.phys = phys;
    this.address = address;
    this.size = size;
    this.dir = dir;
    this.attrs = attrs;
    this.callEntries = callEntries;
    this.mappedEntries = mappedEntries;
    this.at = at;
    checked = kind != Kind.PHYS;
  }

  /// What made it.
  public Kind kind() {
    return kind;
  }

  /// The physical address of its first byte; of a joined list, of the in side at the same place.
  public long phys() {
    return phys;
  }

  /// The bus address of its first byte.
  public long address() {
    return address;
  }

  /// Its length in bytes, unsigned.
  public long size() {
    return size;
  }

  /// The direction it was mapped with.
  public Direction direction() {
    return dir;
  }

  /// The attributes it was mapped with.
  public long attrs() {
    return attrs;
  }

  /// The count that the list was mapped with, 0 for no list.
  public int callEntries() {
    return callEntries;
  }

  /// The position token of the call that made it.
  public int at() {
    return at;
  }

  @Override
  public String toString() {
    return "%s 0x%x+%d %s @%d".formatted(kind.label(), address, size, dir, at);
  }
}
