// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.cases.CaseResult.IovaResult;
import org.sgdiet.runtime.cases.CaseResult.PhysResult;
import org.sgdiet.runtime.cases.CaseResult.Reach;
import org.sgdiet.runtime.cases.CaseResult.Segment;
import org.sgdiet.runtime.cases.CaseResult.SgResult;
import org.sgdiet.runtime.cases.CaseResult.SgtResult;
import org.sgdiet.runtime.cases.Contents.BusRun;
import org.sgdiet.runtime.cases.MappingCase.Element;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.memory.PhysicalMemory;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.sg.KernelBug;
import org.sgdiet.runtime.sg.ScatterArray;
import org.sgdiet.runtime.sg.ScatterEntry;
import org.sgdiet.runtime.sg.SgTable;

/// Runs one case the four ways that the recorded kernel ran it: as a list, as a table, range by
/// range and into one range of IOVA.
public final class CaseRunner {
  private static final int AT = 0;

  private final MappingCase mappingCase;
  private final DmaApi dma;
  private final long[] starts;
  private final long[] lengths;
  private final Contents contents;

  private CaseRunner(Profile profile, MappingCase mappingCase) {
    this.mappingCase = mappingCase;
    dma = open(profile, mappingCase);
    starts = mappingCase.elements().stream().mapToLong(mappingCase::start).toArray();
    lengths =
        mappingCase.elements().stream()
            .mapToLong(e -> Integer.toUnsignedLong(e.length()))
            .toArray();
    contents = new Contents(dma, starts, lengths);
  }

  /// Why a case cannot run on a profile: an element that lies in no memory.
  public static Optional<CaseReader.Bad> refusal(Profile profile, MappingCase mappingCase) {
    PhysicalMemory memory = new PhysicalMemory(profile.memory());
    for (int i = 0; i < mappingCase.elements().size(); i++) {
      Element e = mappingCase.elements().get(i);
      long start = mappingCase.start(e);
      if (!memory.exists(start, Math.max(1, Integer.toUnsignedLong(e.length())))) {
        return Optional.of(
            new CaseReader.Bad(
                "el[" + i + "]", "memory of the profile at 0x" + Long.toHexString(start)));
      }
    }
    return Optional.empty();
  }

  /// The answers of a fresh system to one case.
  public static CaseResult run(Profile profile, MappingCase mappingCase) {
    return new CaseRunner(profile, mappingCase).run();
  }

  /// A fresh system whose device has the limits of the case.
  public static DmaApi open(Profile profile, MappingCase mappingCase) {
    boolean untrusted = profile.device().untrusted() || mappingCase.untrusted();
    DmaApi dma =
        DmaApi.openWithoutLedger(profile.withDevice(profile.device().withUntrusted(untrusted)));
    dma.host().device().setMaxSegSize(mappingCase.maxSeg());
    dma.host().device().setSegBoundary(mappingCase.boundaryMask());
    dma.host().device().setMinAlignMask(mappingCase.minAlign());
    dma.setMask(mappingCase.mask());
    return dma;
  }

  /// The scatterlist of the case.
  public static ScatterArray list(DmaApi dma, MappingCase mappingCase) {
    ScatterArray list = dma.newList(Math.max(1, mappingCase.elements().size()));
    for (int i = 0; i < mappingCase.elements().size(); i++) {
      Element e = mappingCase.elements().get(i);
      list.set(i, new PhysAddr(mappingCase.pageAddress(e)), e.length(), e.offset());
    }
    return list;
  }

  private CaseResult run() {
    Optional<SgResult> sg = Optional.empty();
    Optional<SgtResult> sgt = Optional.empty();
    Optional<PhysResult> phys = Optional.empty();
    Optional<IovaResult> iova = Optional.empty();
    Optional<String> bug = Optional.empty();
    try {
      sg = Optional.of(mapSg());
      sgt = Optional.of(mapSgtable(sg.get()));
      phys = Optional.of(mapPhys());
      iova = Optional.of(link());
    } catch (KernelBug stop) {
      bug = Optional.of(stop.function() + ": " + stop.getMessage());
    }
    return new CaseResult(mappingCase.id(), sg, sgt, phys, iova, bug);
  }

  private SgResult mapSg() {
    ScatterArray list = list(dma, mappingCase);
    int nents = mappingCase.elements().size();
    int ret = dma.mapSg(list.first(), nents, mappingCase.dir(), mappingCase.attrs(), AT);
    boolean kept = kept(list);
    if (ret == 0) {
      return new SgResult(0, 0, List.of(), false, Optional.empty(), kept, kept);
    }
    List<BusRun> runs = runs(list, ret);
    boolean tail = true;
    for (int i = ret; i < nents; i++) {
      tail &= list.entry(i).dmaLength() == 0;
    }
    Optional<Reach> reach = read(runs, 0, nents);
    boolean writes = mappingCase.dir().deviceWrites() && contents.modelled();
    if (writes) {
      contents.write(runs);
    }
    dma.unmapSg(list.first(), nents, mappingCase.dir(), mappingCase.attrs(), AT);
    return new SgResult(
        ret,
        runs.getFirst().bus() & -4096,
        segments(runs),
        tail,
        writes ? reach.map(this::landed) : reach,
        kept,
        kept(list));
  }

  private SgtResult mapSgtable(SgResult before) {
    ScatterArray list = list(dma, mappingCase);
    SgTable table = new SgTable(list.first(), mappingCase.elements().size());
    int rc = dma.mapSgtable(table, mappingCase.dir(), mappingCase.attrs(), AT);
    if (rc != 0) {
      return new SgtResult(rc, 0, before.ret() == 0, kept(list));
    }
    boolean same = segments(runs(list, table.nents())).equals(before.segments());
    dma.unmapSgtable(table, mappingCase.dir(), mappingCase.attrs(), AT);
    return new SgtResult(0, table.nents(), same, kept(list));
  }

  private PhysResult mapPhys() {
    int count = starts.length;
    List<Long> addresses = new ArrayList<>(count);
    int mapped = 0;
    boolean data = true;
    int bounced = 0;
    for (int i = 0; i < count; i++) {
      DmaAddr address =
          dma.mapPhys(
              new PhysAddr(starts[i]), lengths[i], mappingCase.dir(), mappingCase.attrs(), AT);
      addresses.add(address.value());
      if (!address.isError()) {
        mapped++;
        Optional<Reach> reach = read(List.of(new BusRun(address.value(), lengths[i])), i, i + 1);
        data &= reach.map(Reach::data).orElse(true);
        bounced += reach.map(Reach::bounced).orElse(0);
      }
    }
    boolean writes = mappingCase.dir().deviceWrites() && mapped == count && contents.modelled();
    if (writes) {
      List<BusRun> runs = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        runs.add(new BusRun(addresses.get(i), lengths[i]));
      }
      contents.write(runs);
    }
    for (int i = 0; i < count; i++) {
      if (addresses.get(i) != DmaAddr.ERROR) {
        dma.unmapPhys(
            new DmaAddr(addresses.get(i)), lengths[i], mappingCase.dir(), mappingCase.attrs(), AT);
      }
    }
    Reach reach = new Reach(data, 0, bounced, mappingCase.totalLength(), Optional.empty());
    Reach seen = writes ? landed(reach) : reach;
    return new PhysResult(
        addresses, mapped, contents.modelled() ? Optional.of(seen) : Optional.empty());
  }

  private IovaResult link() {
    IovaState state = new IovaState();
    long total = mappingCase.totalLength();
    long first = starts.length == 0 ? 0 : starts[0];
    if (!dma.iova().tryAlloc(state, new PhysAddr(first), total, AT)) {
      return new IovaResult(false, 0, 0, 0, 0, false, 0, Optional.empty());
    }
    long offset = 0;
    int linked = 0;
    int error = 0;
    while (linked < starts.length && error == 0) {
      PhysAddr phys = new PhysAddr(starts[linked]);
      error =
          dma.iova()
              .link(
                  state, phys, offset, lengths[linked], mappingCase.dir(), mappingCase.attrs(), AT);
      if (error == 0) {
        offset += lengths[linked++];
      }
    }
    long size = state.size();
    boolean swiotlb = state.usesSwiotlb();
    Optional<Reach> reach = Optional.empty();
    int sync = 0;
    boolean writes = error == 0 && mappingCase.dir().deviceWrites() && contents.modelled();
    if (error == 0) {
      sync = dma.iova().sync(state, 0, total, AT);
      List<BusRun> runs = List.of(new BusRun(state.address(), total));
      reach = read(runs, 0, starts.length);
      if (writes) {
        contents.write(runs);
      }
    }
    dma.iova().destroy(state, offset, mappingCase.dir(), mappingCase.attrs(), AT);
    if (writes) {
      reach = reach.map(this::landed);
    }
    return new IovaResult(true, state.address(), size, linked, error, swiotlb, sync, reach);
  }

  private Optional<Reach> read(List<BusRun> runs, int from, int to) {
    return contents.modelled() ? Optional.of(contents.read(runs, from, to)) : Optional.empty();
  }

  /// Looks at what arrived, and gives the pages their old bytes back.
  private Reach landed(Reach reach) {
    int landed = contents.landed();
    contents.refill();
    return new Reach(
        reach.data(), reach.faults(), reach.bounced(), reach.bytes(), Optional.of(landed));
  }

  private boolean kept(ScatterArray list) {
    for (int i = 0; i < starts.length; i++) {
      ScatterEntry s = list.entry(i);
      if (s.phys() != starts[i] || s.lengthBytes() != lengths[i]) {
        return false;
      }
    }
    return true;
  }

  private static List<BusRun> runs(ScatterArray list, int count) {
    List<BusRun> runs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      runs.add(new BusRun(list.entry(i).dmaAddress(), list.entry(i).dmaLengthBytes()));
    }
    return runs;
  }

  private static List<Segment> segments(List<BusRun> runs) {
    long base = runs.getFirst().bus() & -4096;
    return runs.stream().map(r -> new Segment(r.bus() - base, r.length())).toList();
  }
}
