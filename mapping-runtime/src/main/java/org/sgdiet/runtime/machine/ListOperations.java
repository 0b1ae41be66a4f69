// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.machine.MemoryObject.Kind;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Errno;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// `sg_*()`: lists that the driver builds and walks (lib/scatterlist.c, 7.3).
final class ListOperations {

  private record Run(long page, long offset, long bytes) {}

  private final Context context;
  private final SgMemory sg;

  ListOperations(Context context) {
    this.context = context;
    this.sg = context.lists;
  }

  Value next(long entry) {
    return Value.pointer(sg.next(entry));
  }

  /// `sg_last()`.
  Value last(long sgl) {
    return Value.pointer(sg.walkAll(sgl).getLast());
  }

  /// `sg_init_one()`.
  void initOne(long entry, long buffer, Value bytes) {
    sg.initTable(entry, 1);
    setBuffer(entry, buffer, bytes);
  }

  /// `sg_set_buf()`.
  void setBuffer(long entry, long buffer, Value bytes) {
    long phys = new CpuAddr(buffer).toPhys().value();
    if (!new CpuAddr(buffer).isLinear()) {
      context.misused(
          "list-of-unmappable-memory",
          "sg_set_buf() of memory that is not in the linear map",
          java.util.Optional.empty());
    }
    sg.setPage(entry, sg.pageOf(phys), bytes, phys & (sg.pageBytes() - 1));
  }

  Value phys(long entry) {
    return Value.of(Type.Int.U64, sg.phys(entry), List.of(sg.physOrigin(entry)));
  }

  Value virt(long entry) {
    return Value.pointer(CpuAddr.ofPhys(new PhysAddr(sg.phys(entry))).value());
  }

  Value nents(long sgl) {
    return Value.s32(sgl == 0 ? 0 : sg.walkAll(sgl).size());
  }

  /// `sg_nents_for_len()`.
  Value nentsForLength(long sgl, long bytes) {
    long total = 0;
    int count = 0;
    if (bytes == 0) {
      return Value.s32(0);
    }
    for (long entry : sgl == 0 ? List.<Long>of() : sg.walkAll(sgl)) {
      count++;
      total += sg.length(entry).bits();
      if (total >= bytes) {
        return Value.s32(count);
      }
    }
    return Value.s32(-Errno.EINVAL);
  }

  // ---- tables

  private boolean refused(Operation operation) {
    boolean refused = context.fails(operation);
    if (refused) {
      context.add(new Event.Refused(context.here(), operation.word()));
    }
    return refused;
  }

  /// `sg_alloc_table()`, in one array.
  Value allocTable(Operation operation, long table, int entries) {
    writeTable(table, 0, 0);
    if (entries == 0) {
      return Value.s32(-Errno.EINVAL);
    }
    if (refused(operation)) {
      return Value.s32(-Errno.ENOMEM);
    }
    MemoryObject array =
        context.memory.create(
            "table of " + context.where(context.here()),
            Kind.HEAP,
            (long) entries * SgMemory.SIZE,
            "scatterlist");
    sg.initTable(array.address(), entries);
    writeTable(table, array.address(), entries);
    return Value.s32(0);
  }

  private void writeTable(long table, long sgl, int entries) {
    context.memory.store(table, Value.pointer(sgl));
    context.memory.store(table + 8, Value.of(Type.Int.U32, entries));
    context.memory.store(table + 12, Value.of(Type.Int.U32, entries));
  }

  /// `sg_free_table()`.
  void freeTable(long table) {
    long sgl = context.memory.load(table, Type.Int.U64, new Inputs.Path("sg_table", "sgl")).bits();
    if (sgl != 0) {
      context.memory.require(sgl, SgMemory.SIZE, "sg_free_table()");
      context.memory.find(sgl, 1).filter(o -> o.kind() == Kind.HEAP).ifPresent(this::freeArray);
    }
    context.memory.store(table, Value.pointer(0));
  }

  private void freeArray(MemoryObject array) {
    array.free(context.here());
  }

  /// `sg_alloc_table_from_pages_segment()`: physically adjacent pages become one entry, up to
  /// `most` bytes.
  Value allocFromPages(
      Operation operation, long table, long pages, int count, long offset, long bytes, long most) {
    var runs = new ArrayList<Run>();
    long left = bytes;
    long skip = offset;
    for (int i = 0; i < count && left > 0; i++) {
      long page = context.memory.load(pages + 8L * i, Type.Pointer.VOID, Inputs.Path.NONE).bits();
      long part = Math.min(sg.pageBytes() - skip, left);
      Run last = runs.isEmpty() ? new Run(0, 0, 0) : runs.getLast();
      boolean adjacent =
          !runs.isEmpty()
              && sg.physOfPage(last.page()) + last.offset() + last.bytes()
                  == sg.physOfPage(page) + skip
              && last.bytes() + part <= most;
      if (adjacent) {
        runs.set(runs.size() - 1, new Run(last.page(), last.offset(), last.bytes() + part));
      } else {
        runs.add(new Run(page, skip, part));
      }
      left -= part;
      skip = 0;
    }
    Value result = allocTable(operation, table, runs.size());
    if (!result.isZero()) {
      return result;
    }
    long sgl = context.memory.load(table, Type.Int.U64, Inputs.Path.NONE).bits();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      sg.setPage(
          sgl + (long) i * SgMemory.SIZE,
          run.page(),
          Value.of(Type.Int.U32, run.bytes()),
          run.offset());
    }
    return Value.s32(0);
  }

  // ---- copies

  /// `sg_copy_to_buffer()` and `sg_copy_from_buffer()`: bytes copied.
  Value copy(long sgl, int entries, long buffer, long bytes, boolean toBuffer) {
    long done = 0;
    for (long entry : sg.walk(sgl, entries)) {
      long part = Math.min(sg.length(entry).bits(), bytes - done);
      long cpu = CpuAddr.ofPhys(new PhysAddr(sg.phys(entry))).value();
      if (toBuffer) {
        context.memory.copy(buffer + done, cpu, part);
      } else {
        context.memory.copy(cpu, buffer + done, part);
      }
      done += part;
    }
    return Value.of(Type.Int.U64, done);
  }
}
