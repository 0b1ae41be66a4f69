// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Attrs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.DmaIommuBatch;
import org.sgdiet.runtime.path.Errno;

/// `dma_batch`: physical ranges in, bus vectors out, with the limits of the device honoured.
///
/// The rules are those of docs/dma-batch.md, by number. Nothing of this is in a kernel yet.
public final class DmaBatch {
  /// Who drives the IOMMU.
  public enum Form {
    /// A helper on the `dma_iova_*()` calls that drivers have in 7.3.
    DRIVER_SIDE,
    /// A call of the IOMMU layer.
    IN_IOMMU
  }

  /// How something that was mapped is taken down again.
  private sealed interface Piece {
    /// `dma_unmap_phys()`.
    record Single(DmaAddr address, long length, long attrs) implements Piece {}

    /// `dma_iova_destroy()`.
    record Run(IovaRun run) implements Piece {}

    /// A peer's bus address: nothing.
    record Peer() implements Piece {}
  }

  /// The batch before an input.
  private record Mark(
      int vectors, Optional<DmaVec> last, int pieces, Optional<IovaRun> open, long linked) {}

  private final DmaApi dma;
  private final Form form;
  private final int max;
  private final Direction dir;
  private final long attrs;
  private final int at;
  private final long maxLength;
  private final long boundary;
  private final List<DmaVec> vectors = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final Optional<DmaIommuBatch> inside;
  private Optional<IovaRun> open = Optional.empty();
  private boolean joins;
  private long left;

  private DmaBatch(DmaApi dma, Form form, int max, long length, Direction dir, long attrs, int at) {
    this.dma = dma;
    this.form = form;
    this.max = max;
    this.dir = dir;
    this.attrs = attrs;
    this.at = at;
    left = length;
    maxLength = Integer.toUnsignedLong(dma.host().device().maxSegSize());
    boundary = dma.host().device().segBoundary();
    inside =
        form == Form.IN_IOMMU
            ? dma.path().iova().map(iova -> iova.batch(length, dir, attrs))
            : Optional.empty();
  }

  /// `dma_batch_start()`: room for `max` vectors; `length` bounds the bytes that will be added, in
  /// the driver-side form, and the IOVA that they take, in the other ([#span]).
  public static DmaBatch start(
      DmaApi dma, Form form, int max, long length, Direction dir, long attrs, int at) {
    return new DmaBatch(dma, form, max, length, dir, attrs, at);
  }

  /// The bound that [#start] wants for these inputs.
  public static long span(DmaApi dma, Form form, List<Phyr> inputs) {
    if (form == Form.DRIVER_SIDE || dma.path().iova().isEmpty()) {
      return inputs.stream().mapToLong(Phyr::length).sum();
    }
    long[] phys = inputs.stream().mapToLong(p -> p.start().value()).toArray();
    long[] length = inputs.stream().mapToLong(Phyr::length).toArray();
    return dma.path().iova().get().batchSpan(phys, length);
  }

  /// `dma_batch_add()`: 0, `-ENOSPC` when the vectors do not suffice, or another `-errno`; on an
  /// error nothing of this input is in the batch.
  public int add(Phyr input) {
    if (input.length() == 0) {
      return -Errno.EINVAL;
    }
    Mark before = mark();
    int error =
        switch (dma.host().device().p2pType(input.start().value())) {
          case NONE -> addMemory(input, attrs);
          case THRU_HOST_BRIDGE -> addMemory(input, attrs | Attrs.MMIO);
          case BUS_ADDR -> addPeer(input);
          case NOT_SUPPORTED -> -Errno.EREMOTEIO;
        };
    if (error != 0) {
      rollBack(before);
      return error;
    }
    left = Math.max(0, left - input.length());
    return 0;
  }

  /// `dma_batch_finalize()`: everything added is visible to the device; the vectors, in input
  /// order.
  public List<DmaVec> finish() {
    closeRun();
    inside.ifPresent(DmaIommuBatch::sync);
    return List.copyOf(vectors);
  }

  /// `dma_batch_unmap()`: takes everything down, finished or not.
  public void unmap() {
    closeRun();
    pieces.forEach(this::takeDown);
    pieces.clear();
    vectors.clear();
    inside.ifPresent(DmaIommuBatch::unmap);
  }

  /// The vectors so far.
  public List<DmaVec> vectors() {
    return List.copyOf(vectors);
  }

  // ---- one input

  private int addMemory(Phyr input, long how) {
    if (inside.isPresent() && how == attrs) {
      return addInside(input, inside.get());
    }
    if (form == Form.DRIVER_SIDE && dma.path().iova().isPresent()) {
      return addToRuns(input, how);
    }
    return addSingle(input, how);
  }

  /// A peer below the same switch: its own vector, and nothing to undo.
  private int addPeer(Phyr input) {
    closeRun();
    pieces.add(new Piece.Peer());
    return emit(dma.host().device().p2pBusAddress(input.start().value()), input.length());
  }

  /// `dma_map_phys()` for one input.
  private int addSingle(Phyr input, long how) {
    closeRun();
    DmaAddr address = dma.mapPhys(input.start(), input.length(), dir, how, at);
    if (dma.mappingError(address, at) != 0) {
      return -Errno.ENOMEM;
    }
    pieces.add(new Piece.Single(address, input.length(), how));
    return emit(address.value(), input.length());
  }

  private int addInside(Phyr input, DmaIommuBatch batch) {
    if (dma.injectsFault()) {
      return -Errno.ENOMEM;
    }
    long bus = batch.place(input.start().value(), input.length());
    if (bus == DmaIommuBatch.HAS_TO_BOUNCE) {
      return addSingle(input, attrs);
    }
    if (bus == DmaIommuBatch.FAILS) {
      return -Errno.ENOMEM;
    }
    long granule = dma.path().mergeBoundary() + 1;
    boolean follows =
        joins
            && (bus & (granule - 1)) == 0
            && vectors.getLast().address().value() + vectors.getLast().length() == bus;
    int error = follows ? extend(bus, input.length()) : emit(bus, input.length());
    joins = error == 0 && ((bus + input.length()) & (granule - 1)) == 0;
    if (error != 0) {
      batch.undoPlace();
    }
    return error;
  }

  /// The driver-side form: pieces of the input join the open run or open the next one.
  private int addToRuns(Phyr input, long how) {
    long done = 0;
    while (done < input.length()) {
      PhysAddr from = input.start().plus(done);
      long rest = input.length() - done;
      long part = open.map(run -> run.link(from, rest)).orElse(0L);
      if (part == 0) {
        closeRun();
        Optional<IovaRun> next = IovaRun.open(dma, from, Math.max(rest, left - done), how, dir, at);
        part = next.map(run -> run.link(from, rest)).orElse(0L);
        if (part == 0) {
          next.ifPresent(IovaRun::destroy);
          return addSingle(new Phyr(from, rest), how);
        }
        if (vectors.size() == max) {
          next.ifPresent(IovaRun::destroy);
          return -Errno.ENOSPC;
        }
        open = next;
        next.ifPresent(run -> {
          pieces.add(new Piece.Run(run));
          vectors.add(new DmaVec(run.address(), 0));
        });
      }
      DmaVec last = vectors.removeLast();
      vectors.add(new DmaVec(last.address(), last.length() + part));
      done += part;
    }
    return 0;
  }

  // ---- vectors

  /// A new vector, or several where the limits cut it.
  private int emit(long bus, long length) {
    for (long done = 0; done < length; ) {
      if (vectors.size() == max) {
        return -Errno.ENOSPC;
      }
      long part = Limits.fit(bus + done, length - done, maxLength, boundary);
      vectors.add(new DmaVec(new DmaAddr(bus + done), part));
      done += part;
    }
    return 0;
  }

  /// The last vector grows as far as the limits let it; new ones take the rest.
  private int extend(long bus, long length) {
    DmaVec last = vectors.getLast();
    long whole = Limits.fit(last.address().value(), last.length() + length, maxLength, boundary);
    if (whole > last.length()) {
      vectors.set(vectors.size() - 1, new DmaVec(last.address(), whole));
    }
    long taken = Math.max(0, whole - last.length());
    return taken == length ? 0 : emit(bus + taken, length - taken);
  }

  private void closeRun() {
    open.ifPresent(IovaRun::sync);
    open = Optional.empty();
    joins = false;
  }

  private Mark mark() {
    return new Mark(
        vectors.size(),
        vectors.isEmpty() ? Optional.empty() : Optional.of(vectors.getLast()),
        pieces.size(),
        open,
        open.map(IovaRun::linked).orElse(0L));
  }

  /// Takes back what a failed input left behind; a run that it closed stays closed.
  private void rollBack(Mark mark) {
    while (pieces.size() > mark.pieces()) {
      takeDown(pieces.removeLast());
      open = Optional.empty();
    }
    while (vectors.size() > mark.vectors()) {
      vectors.removeLast();
    }
    mark.last().ifPresent(last -> vectors.set(vectors.size() - 1, last));
    mark.open().ifPresent(run -> run.unlinkBehind(mark.linked()));
    joins = false;
  }

  private void takeDown(Piece piece) {
    switch (piece) {
      case Piece.Single(var address, var length, var how) ->
          dma.unmapPhys(address, length, dir, how, at);
      case Piece.Run(var run) -> run.destroy();
      case Piece.Peer() -> {}
    }
  }
}
