// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdiet.runtime.api.Buffers.Zone;
import org.sgdiet.runtime.api.DmaBatch.Form;
import org.sgdiet.runtime.ledger.Misuse;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.DmaIommuPath;
import org.sgdiet.runtime.sg.ScatterArray;

/// Every list of up to three entries over a few offsets, lengths, neighbourhoods and pools, in
/// every direction, on every profile: what the device reaches, what an unmap restores, what it
/// costs.
final class ExhaustiveTest {
  private static final int AT = 3;
  private static long cases;

  /// An entry in pages: `offset` and `length` in eighths of a page; `follows` when it begins where
  /// the entry before it ended.
  private record Shape(int offset, int length, boolean high, boolean follows) {}

  private static final List<Shape> SHAPES = shapes();

  private static List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (boolean high : new boolean[] {false, true}) {
      for (int[] s : new int[][] {{0, 8}, {0, 1}, {1, 7}, {1, 8}, {8, 16}}) {
        shapes.add(new Shape(s[0], s[1], high, false));
      }
    }
    for (int length : new int[] {1, 7, 8}) {
      shapes.add(new Shape(0, length, false, true));
    }
    return shapes;
  }

  static Stream<String> profiles() {
    return Profiles.all().stream().map(Profile::name);
  }

  @AfterAll
  static void report() {
    System.out.println("ExhaustiveTest: " + cases + " cases");
    assertThat(cases).isGreaterThan(300_000);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everySmallList(String name) {
    World world = new World(Profiles.named(name).orElseThrow());
    for (Direction dir :
        List.of(Direction.BIDIRECTIONAL, Direction.TO_DEVICE, Direction.FROM_DEVICE)) {
      world.lists(list -> world.mapList(list, dir));
    }
    world.lists(list -> world.batch(list, Form.DRIVER_SIDE));
    world.lists(list -> world.batch(list, Form.IN_IOMMU));
    world.tighten();
    world.lists(list -> world.mapList(list, Direction.BIDIRECTIONAL));
    world.lists(list -> world.batch(list, Form.DRIVER_SIDE));
    world.lists(list -> world.batch(list, Form.IN_IOMMU));
    cases += world.count;
  }

  /// Millions of comparisons: cheaper than a fluent assertion.
  private static void same(long actual, long expected) {
    if (actual != expected) {
      throw new AssertionError("expected %d but was %d".formatted(expected, actual));
    }
  }

  private interface Use {
    void with(List<Phyr> list);
  }

  /// One system that all lists run on, one after the other; each has to leave it as it was.
  private static final class World {
    private final DmaApi dma;
    private final long page;
    private final boolean trustedIommu;
    private final long lowBase;
    private final long highBase;
    private final byte[] seen;
    private final byte[] wanted;
    private boolean tight;
    private long count;

    World(Profile profile) {
      dma = DmaApi.open(profile);
      page = profile.platform().pageSize();
      trustedIommu =
          dma.path() instanceof DmaIommuPath
              && !profile.device().untrusted()
              && profile.device().coherent();
      lowBase = fill(Zone.LOW);
      highBase = fill(Zone.HIGH);
      dma.host().device().setMaxSegSize((int) (16 * page));
      seen = new byte[(int) page];
      wanted = new byte[(int) page];
    }

    private long fill(Zone zone) {
      long base = dma.buffers().allocatePages(zone, 64 * page, 1 << 16).value();
      byte[] noise = new byte[(int) (32 * page)];
      new Random(zone.hashCode()).nextBytes(noise);
      dma.host().memory().write(base, noise, 0, noise.length);
      return base;
    }

    void tighten() {
      tight = true;
      dma.host().device().setMaxSegSize((int) (2 * page));
      dma.host().device().setSegBoundary(4 * page - 1);
    }

    void lists(Use use) {
      for (Shape a : SHAPES) {
        if (a.follows()) {
          continue;
        }
        use.with(place(a));
        for (Shape b : SHAPES) {
          use.with(place(a, b));
          for (Shape c : SHAPES) {
            use.with(place(a, b, c));
          }
        }
      }
    }

    private List<Phyr> place(Shape... shapes) {
      Phyr[] list = new Phyr[shapes.length];
      for (int i = 0; i < shapes.length; i++) {
        Shape s = shapes[i];
        long base = (s.high() ? highBase : lowBase) + (8L * i + 1) * page;
        long start = s.follows() ? list[i - 1].end() : base + s.offset() * page / 8;
        list[i] = new Phyr(new PhysAddr(start), s.length() * page / 8);
      }
      return Arrays.asList(list);
    }

    void mapList(List<Phyr> inputs, Direction dir) {
      count++;
      int nents = inputs.size();
      ScatterArray list = dma.newList(nents);
      for (int i = 0; i < nents; i++) {
        long start = inputs.get(i).start().value();
        list.set(
            i,
            new PhysAddr(start & -page),
            (int) inputs.get(i).length(),
            (int) (start & (page - 1)));
      }
      Costs.Snapshot before = dma.costs();
      int n = dma.mapSg(list.first(), nents, dir, 0, AT);
      if (n > 0) {
        List<DmaVec> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          out.add(new DmaVec(list.entry(i).out().address(), list.entry(i).dmaLengthBytes()));
        }
        covers(inputs, out);
        if (trustedIommu) {
          same(dma.costs().since(before).iovaAllocations(), 1);
          same(dma.costs().since(before).iotlbSyncs(), 1);
        }
        dma.unmapSg(list.first(), nents, dir, 0, AT);
      } else {
        same(dma.path().isDirect() ? 1 : 0, 1);
      }
      for (int i = 0; i < nents; i++) {
        same(list.entry(i).phys(), inputs.get(i).start().value());
        same(list.entry(i).lengthBytes(), inputs.get(i).length());
      }
      leavesNothing(inputs);
    }

    void batch(List<Phyr> inputs, Form form) {
      count++;
      long span = DmaBatch.span(dma, form, inputs);
      Costs.Snapshot before = dma.costs();
      DmaBatch batch = DmaBatch.start(dma, form, 64, span, Direction.TO_DEVICE, 0, AT);
      boolean all = true;
      for (Phyr input : inputs) {
        all &= batch.add(input) == 0;
      }
      if (all) {
        List<DmaVec> out = batch.finish();
        long syncs = dma.costs().since(before).iotlbSyncs();
        covers(inputs, out);
        honoursLimits(out);
        if (dma.path().iova().isEmpty() && !tight) {
          same(out.size(), inputs.size());
        }
        if (trustedIommu) {
          int limit = listVectors(inputs);
          same(Math.max(out.size(), limit), limit);
          if (innerEdgesAligned(inputs) && !tight) {
            same(out.size(), 1);
            same(syncs, 1);
          }
        }
      }
      batch.unmap();
      leavesNothing(inputs);
    }

    /// The segments of `dma_map_sg()` of the same list, each cut to the limits.
    private int listVectors(List<Phyr> inputs) {
      int nents = inputs.size();
      ScatterArray list = dma.newList(nents);
      for (int i = 0; i < nents; i++) {
        long start = inputs.get(i).start().value();
        list.set(
            i,
            new PhysAddr(start & -page),
            (int) inputs.get(i).length(),
            (int) (start & (page - 1)));
      }
      int n = dma.mapSg(list.first(), nents, Direction.TO_DEVICE, 0, AT);
      int vectors = 0;
      for (int i = 0; i < n; i++) {
        long bus = list.entry(i).dmaAddress();
        long length = list.entry(i).dmaLengthBytes();
        for (long done = 0; done < length; vectors++) {
          done +=
              Limits.fit(bus + done, length - done, maxSeg(), dma.host().device().segBoundary());
        }
      }
      dma.unmapSg(list.first(), nents, Direction.TO_DEVICE, 0, AT);
      return vectors;
    }

    private long maxSeg() {
      return Integer.toUnsignedLong(dma.host().device().maxSegSize());
    }

    private boolean innerEdgesAligned(List<Phyr> inputs) {
      long mask = dma.mergeBoundary();
      for (int i = 0; i < inputs.size(); i++) {
        boolean start = (inputs.get(i).start().value() & mask) == 0;
        boolean end = (inputs.get(i).end() & mask) == 0;
        if ((i > 0 && !start) || (i < inputs.size() - 1 && !end)) {
          return false;
        }
      }
      return inputs.stream().mapToLong(Phyr::length).sum() <= maxSeg();
    }

    private void honoursLimits(List<DmaVec> out) {
      long boundary = dma.host().device().segBoundary();
      for (DmaVec v : out) {
        long last = v.address().value() + v.length() - 1;
        same(Math.max(v.length(), maxSeg()), maxSeg());
        same((v.address().value() ^ last) & ~boundary, 0);
      }
    }

    /// The bytes behind the vectors, in order, are those of the inputs, in order.
    private void covers(List<Phyr> inputs, List<DmaVec> out) {
      int input = 0;
      long offset = 0;
      for (DmaVec v : out) {
        for (long done = 0; done < v.length(); ) {
          long bus = v.address().value() + done;
          Phyr in = inputs.get(input);
          long part = Math.min(page - (bus & (page - 1)), v.length() - done);
          part = Math.min(part, in.length() - offset);
          sameBytes(bus, in.start().value() + offset, (int) part);
          done += part;
          offset += part;
          if (offset == in.length()) {
            input++;
            offset = 0;
          }
        }
      }
      same(input, inputs.size());
    }

    private void sameBytes(long bus, long phys, int length) {
      BusTranslation translation = dma.path().translation();
      long reached = Math.max(translation.translate(bus, false), translation.translate(bus, true));
      if (reached == phys) {
        return;
      }
      if (!dma.host().swiotlb().holds(reached)) {
        throw new AssertionError("bus 0x%x reaches 0x%x".formatted(bus, reached));
      }
      dma.host().memory().read(reached, seen, 0, length);
      dma.host().cpu().read(phys, wanted, 0, length);
      same(Arrays.mismatch(seen, 0, length, wanted, 0, length), -1);
    }

    private void leavesNothing(List<Phyr> inputs) {
      if (dma.ledger().liveCount() != 0
          || dma.host().swiotlb().usedSlots() != 0
          || (dma.path() instanceof DmaIommuPath iommu && iommu.mappedGranules() != 0)
          || dma.ledger().misuseCount() != 0) {
        assertThat(dma.ledger().live()).as("live after %s", inputs).isEmpty();
        assertThat(dma.host().swiotlb().usedSlots()).as("slots after %s", inputs).isZero();
        assertThat(dma.ledger().misuses())
            .as("misuse by %s", inputs)
            .allMatch(m -> tight && m instanceof Misuse.SegmentAcrossBoundary);
        assertThat(dma.ledger().misuses()).as("translations after %s", inputs).isNotEmpty();
        dma.ledger().forget();
      }
    }
  }
}
