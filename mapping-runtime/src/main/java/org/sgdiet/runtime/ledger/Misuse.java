// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.Locale;
import org.sgdiet.runtime.path.Direction;

/// One thing that a driver did wrong, as kernel/dma/debug.c (7.3) would print it.
///
/// `at` is the position token of the call that was wrong, `mappedAt` that of the mapping it is
/// about; [#NOWHERE] stands for none. Addresses are bus addresses unless a name says otherwise.
public sealed interface Misuse {
  /// The position of a call that nobody gave a position.
  int NOWHERE = -1;

  /// Where the wrong call stands.
  int at();

  /// Where the mapping was made, or [#NOWHERE].
  default int mappedAt() {
    return NOWHERE;
  }

  /// What happened, with its lengths and counts; addresses are those of an emulation and say
  /// nothing to a reader of the driver.
  String text();

  /// The kebab case of the kind's name; the id of the static rule where one looks for the same.
  default String id() {
    return Ids.OF.get(getClass());
  }

  /// The ids of the kinds.
  final class Ids {
    private static final ClassValue<String> OF =
        new ClassValue<>() {
          @Override
          protected String computeValue(Class<?> kind) {
            return kind.getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
          }
        };

    private Ids() {}
  }

  /// Unmapping `DMA_MAPPING_ERROR`.
  record FreesInvalidAddress(int at) implements Misuse {
    @Override
    public String text() {
      return "tries to free an invalid DMA memory address";
    }
  }

  /// Unmapping what was never mapped.
  record FreesMemoryNotAllocated(int at, long address, long size) implements Misuse {
    @Override
    public String text() {
      return "tries to free DMA memory it has not allocated [%d bytes]".formatted(size);
    }
  }

  /// Unmapping what was unmapped before.
  record FreesTwice(int at, int mappedAt, int freedAt, long address, long size) implements Misuse {
    @Override
    public String text() {
      return "frees DMA memory a second time [%d bytes]".formatted(size);
    }
  }

  /// Unmapping with another size.
  record FreesDmaMemoryWithDifferentSize(
      int at, int mappedAt, long address, long mapped, long unmapped) implements Misuse {
    @Override
    public String text() {
      return "frees DMA memory with different size [map size=%d] [unmap size=%d]"
          .formatted(mapped, unmapped);
    }
  }

  /// Unmapping with the call for another kind of mapping.
  record FreesWithWrongFunction(
      int at, int mappedAt, long address, Mapping.Kind mapped, Mapping.Kind unmapped)
      implements Misuse {
    @Override
    public String text() {
      return "frees DMA memory with wrong function [mapped as %s] [unmapped as %s]"
          .formatted(mapped.label(), unmapped.label());
    }
  }

  /// Unmapping a list with another count than it was mapped with.
  record FreesSgListWithDifferentEntryCount(int at, int mappedAt, int mapped, int unmapped)
      implements Misuse {
    @Override
    public String text() {
      return "frees DMA sg list with different entry count [map count=%d] [unmap count=%d]"
          .formatted(mapped, unmapped);
    }
  }

  /// Unmapping in another direction.
  record FreesDmaMemoryWithDifferentDirection(
      int at, int mappedAt, long address, Direction mapped, Direction unmapped) implements Misuse {
    @Override
    public String text() {
      return "frees DMA memory with different direction [mapped with %s] [unmapped with %s]"
          .formatted(mapped, unmapped);
    }
  }

  /// Unmapping with other attributes.
  record FreesDmaMemoryWithDifferentAttrs(
      int at, int mappedAt, long address, long mapped, long unmapped) implements Misuse {
    @Override
    public String text() {
      return "frees DMA memory with different attributes [mapped with 0x%x] [unmapped with 0x%x]"
          .formatted(mapped, unmapped);
    }
  }

  /// Freeing coherent memory with another CPU address.
  record FreesDifferentCpuAddress(int at, int mappedAt, long address, long mapped, long unmapped)
      implements Misuse {
    @Override
    public String text() {
      return "frees DMA memory with different CPU address";
    }
  }

  /// A mapping that `dma_mapping_error()` was never asked about.
  record FailedToCheckMapError(int at, int mappedAt, long address, long size) implements Misuse {
    @Override
    public String text() {
      return "failed to check map error [%d bytes]".formatted(size);
    }
  }

  /// Syncing what is not mapped.
  record SyncsNotAllocated(int at, long address, long size) implements Misuse {
    @Override
    public String text() {
      return "tries to sync DMA memory it has not allocated [%d bytes]".formatted(size);
    }
  }

  /// Syncing beyond the end of a mapping.
  record SyncsOutsideRange(int at, int mappedAt, long address, long mapped, long synced)
      implements Misuse {
    @Override
    public String text() {
      return "syncs DMA memory outside allocated range [size=%d] [sync offset+size=%d]"
          .formatted(mapped, synced);
    }
  }

  /// Syncing in another direction.
  record SyncsDmaMemoryWithDifferentDirection(
      int at, int mappedAt, long address, Direction mapped, Direction synced) implements Misuse {
    @Override
    public String text() {
      return "syncs DMA memory with different direction [mapped with %s] [synced with %s]"
          .formatted(mapped, synced);
    }
  }

  /// Syncing for the CPU what the device only reads.
  record SyncsReadOnlyForCpu(int at, int mappedAt, long address, Direction mapped, Direction synced)
      implements Misuse {
    @Override
    public String text() {
      return "syncs device read-only DMA memory for cpu [mapped with %s] [synced with %s]"
          .formatted(mapped, synced);
    }
  }

  /// Syncing for the device what the device only writes.
  record SyncsWriteOnlyForDevice(
      int at, int mappedAt, long address, Direction mapped, Direction synced) implements Misuse {
    @Override
    public String text() {
      return "syncs device write-only DMA memory to device [mapped with %s] [synced with %s]"
          .formatted(mapped, synced);
    }
  }

  /// Syncing a list with another count than it was mapped with.
  record SyncsSgListWithDifferentEntryCount(int at, int mappedAt, int mapped, int synced)
      implements Misuse {
    @Override
    public String text() {
      return "syncs DMA sg list with different entry count [map count=%d] [sync count=%d]"
          .formatted(mapped, synced);
    }
  }

  /// An entry longer than the device said it can take.
  record SegmentTooLong(int at, long length, long limit) implements Misuse {
    @Override
    public String text() {
      return "mapping sg segment longer than device claims to support [len=%d] [max=%d]"
          .formatted(length, limit);
    }
  }

  /// An out side that crosses the boundary that the device set; `end` is its last byte.
  record SegmentAcrossBoundary(int at, long start, long end, long boundary) implements Misuse {
    @Override
    public String text() {
      return "mapping sg segment across boundary [len=%d] [boundary=0x%x]"
          .formatted(end - start + 1, boundary);
    }
  }

  /// Mapping memory of a kernel stack.
  record MapsStack(int at, long phys) implements Misuse {
    @Override
    public String id() {
      return "maps-memory-from-stack-or-vmalloc";
    }

    @Override
    public String text() {
      return "maps memory from stack";
    }
  }

  /// Mapping kernel text or read-only data.
  record MapsKernelText(int at, long phys, long length) implements Misuse {
    @Override
    public String text() {
      return "maps memory from kernel text or rodata [len=%d]".formatted(length);
    }
  }

  /// Mapping a `vmalloc()` address as if it were a linear one.
  record MapsVmalloc(int at, long pointer, long length) implements Misuse {
    @Override
    public String id() {
      return "maps-memory-from-stack-or-vmalloc";
    }

    @Override
    public String text() {
      return "maps memory from vmalloc area [len=%d]".formatted(length);
    }
  }

  /// Mapping a pointer that is no kernel memory.
  record MapsInvalidArea(int at, long pointer, long length) implements Misuse {
    @Override
    public String text() {
      return "maps memory from invalid area [len=%d]".formatted(length);
    }
  }

  /// `dma_map_resource()` of memory.
  record ResourceIsMemory(int at, long phys) implements Misuse {
    @Override
    public String text() {
      return "dma_map_resource called for memory";
    }
  }

  /// A second mapping of a cache line that a device may write.
  record OverlappingMapping(int at, int mappedAt, long phys) implements Misuse {
    @Override
    public String text() {
      return "cacheline tracking EEXIST, overlapping mappings aren't supported";
    }
  }

  /// Still mapped when the driver let the device go.
  record PendingDmaAllocations(int at, int mappedAt, long address, long size, Mapping.Kind kind)
      implements Misuse {
    @Override
    public String text() {
      return "has pending DMA allocations while released from device [%d bytes] [mapped as %s]"
          .formatted(size, kind.label());
    }
  }

  /// The CPU touched what belongs to the device.
  record TouchesMemoryWhileMapped(int at, int mappedAt, long phys, long length, boolean write)
      implements Misuse {
    @Override
    public String text() {
      return "%s memory while it is mapped [%d bytes]"
          .formatted(write ? "writes" : "reads", length);
    }
  }

  /// A CPU write that a cache invalidation threw away.
  record LostCpuWrite(int at, long phys, long length) implements Misuse {
    @Override
    public String text() {
      return "loses a CPU write to cache invalidation [%d bytes]".formatted(length);
    }
  }

  /// `dma_iova_link()` refused a start inside a granule.
  record LinksUnaligned(int at, long phys, long offset) implements Misuse {
    @Override
    public String text() {
      return "links unaligned memory inside an IOVA range [offset=%d]".formatted(offset);
    }
  }

  /// Linking beyond the end of the range that was allocated.
  record LinksOutsideRange(int at, int mappedAt, long size, long end) implements Misuse {
    @Override
    public String text() {
      return "links memory outside the IOVA range [size=%d] [link end=%d]".formatted(size, end);
    }
  }

  /// Unlinking another length than is linked.
  record UnlinksDifferentSize(int at, int mappedAt, long linked, long unlinked) implements Misuse {
    @Override
    public String text() {
      return "unlinks a different size than is linked [linked=%d] [unlinked=%d]"
          .formatted(linked, unlinked);
    }
  }

  /// Freeing an IOVA range that still has memory linked.
  record FreesLinkedIova(int at, int mappedAt, long address, long linked) implements Misuse {
    @Override
    public String text() {
      return "frees IOVA that is still linked [%d bytes]".formatted(linked);
    }
  }

  /// The device uses linked IOVA before `dma_iova_sync()`.
  record UsesUnsyncedIova(int at, int mappedAt, long address) implements Misuse {
    @Override
    public String text() {
      return "uses linked IOVA without dma_iova_sync";
    }
  }

  /// `dma_need_unmap()` said no, and a later mapping made it say yes.
  record AsksNeedUnmapEarly(int at, int mappedAt) implements Misuse {
    @Override
    public String text() {
      return "asked dma_need_unmap before the mapping that needs it";
    }
  }
}
