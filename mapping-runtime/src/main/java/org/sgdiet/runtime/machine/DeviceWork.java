// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sgdiet.runtime.memory.CpuAddr;
import org.sgdiet.runtime.memory.DeviceFault;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;

/// The device: works through descriptors over the bus, faults as hardware does, and knows which
/// bytes of the input it should have met.
final class DeviceWork {

  private static final int MOST_BYTES = 1 << 16;

  /// After so many bytes a pattern of bytes that grow by a number begins anew.
  private static final int PERIOD = 256;

  /// What the device wrote and the CPU has to find.
  private record Delivery(MappingTable.Entry mapping, long phys, byte[] data) {

    long end() {
      return phys + data.length;
    }
  }

  private final Context context;

  /// By where they begin. No two overlap: what is written over is none any more.
  private final NavigableMap<Long, Delivery> deliveries = new TreeMap<>();

  private final Set<Integer> used = new HashSet<>();
  private boolean awaited;
  private int faultsSeen;
  private int written;

  DeviceWork(Context context) {
    this.context = context;
  }

  /// Mappings that the device was told of.
  Set<Integer> used() {
    return used;
  }

  /// The driver waits for the device.
  void isAwaited() {
    awaited |= !context.mappings.live().isEmpty();
    run();
  }

  /// Whether the driver waited for the device while anything was mapped: it did what it is for, and
  /// may have undone the mapping since.
  boolean wasAwaited() {
    return awaited;
  }

  /// Works through what was written since the last time.
  void run() {
    context.api.ledger().deviceRuns();
    context.drainLedger();
    List<Descriptor> fresh = context.descriptors.take();
    if (fresh.isEmpty()) {
      return;
    }
    var done = new ArrayList<Descriptor>();
    for (Descriptor d : fresh) {
      used.add(d.mapping());
      done.add(transfer(d));
    }
    context.add(new Event.DeviceRan(context.here(), List.copyOf(done)));
    context.drainLedger();
  }

  private Descriptor transfer(Descriptor d) {
    MappingTable.Entry mapping = context.mappings.get(d.mapping());
    long offset = d.address() - mapping.segments.get(d.segment()).address();
    List<PhysRange> ranges = mapping.input(d.segment(), offset, d.bytes());
    var named = new ArrayList<Descriptor.Range>();
    for (PhysRange r : ranges) {
      named.add(name(r));
    }
    context.api.ledger().deviceUses(d.address(), context.token());
    if (mapping.direction.deviceReads() && !mapping.isOfRegisters()) {
      read(d, ranges, mapping);
    }
    if (mapping.direction.deviceWrites() && !mapping.isOfRegisters()) {
      write(d, ranges, mapping);
    }
    reportFaults(d, mapping);
    return new Descriptor(
        d.at(),
        d.sink(),
        d.address(),
        d.bytes(),
        d.addressEncoded(),
        d.lengthEncoded(),
        d.mapping(),
        d.segment(),
        named);
  }

  private Descriptor.Range name(PhysRange r) {
    long at = CpuAddr.ofPhys(new PhysAddr(r.phys())).value();
    Optional<MemoryObject> object = context.memory.find(at, 1);
    return object
        .map(o -> new Descriptor.Range(o.name(), at - o.address(), r.bytes()))
        .orElse(new Descriptor.Range("phys", r.phys(), r.bytes()));
  }

  private void read(Descriptor d, List<PhysRange> ranges, MappingTable.Entry mapping) {
    long at = d.address();
    for (PhysRange r : ranges) {
      int bytes = (int) Math.min(r.bytes(), MOST_BYTES);
      byte[] seen = context.api.device().read(new DmaAddr(at), bytes);
      byte[] meant = new byte[bytes];
      context.api.host().cpu().peek(r.phys(), meant, bytes);
      // What the device itself wrote by an earlier descriptor it reads again.
      boolean ownWrite = !deliveredIn(r).isEmpty();
      if (!ownWrite
          && !Arrays.equals(seen, meant)
          && context.api.device().faults().size() == faultsSeen) {
        context.misused(
            "device-reads-other-bytes",
            "the device reads stale or foreign bytes at 0x" + Long.toHexString(at),
            Optional.of(mapping.at));
      }
      at += r.bytes();
    }
  }

  private void write(Descriptor d, List<PhysRange> ranges, MappingTable.Entry mapping) {
    long at = d.address();
    for (PhysRange r : ranges) {
      byte[] data = pattern((int) Math.min(r.bytes(), MOST_BYTES), written++);
      context.api.device().write(new DmaAddr(at), data);
      deliveredIn(r).clear();
      deliveries.put(r.phys(), new Delivery(mapping, r.phys(), data));
      at += r.bytes();
    }
  }

  /// What the device writes: every 256 bytes the same, and each time others.
  private static byte[] pattern(int bytes, int time) {
    byte[] data = new byte[bytes];
    int period = Math.min(bytes, PERIOD);
    for (int i = 0; i < period; i++) {
      data[i] = (byte) (0x5a + 7 * i + 13 * time);
    }
    for (int at = period; at < bytes; at += period) {
      System.arraycopy(data, 0, data, at, Math.min(period, bytes - at));
    }
    return data;
  }

  /// The deliveries that have bytes in a range, by where they begin.
  private NavigableMap<Long, Delivery> deliveredIn(PhysRange r) {
    Map.Entry<Long, Delivery> before = deliveries.lowerEntry(r.phys());
    boolean reachesIn = before != null && before.getValue().end() > r.phys();
    long first = reachesIn ? before.getKey() : r.phys();
    return deliveries.subMap(first, true, r.phys() + r.bytes(), false);
  }

  private void reportFaults(Descriptor d, MappingTable.Entry mapping) {
    List<DeviceFault> faults = context.api.device().faults();
    if (faults.size() > faultsSeen) {
      DeviceFault fault = faults.get(faultsSeen);
      context.misused(
          "device-fault",
          "the device faults at 0x%x (%s) in descriptor 0x%x+%d"
              .formatted(fault.address(), what(fault), d.address(), d.bytes()),
          Optional.of(mapping.at));
      faultsSeen = faults.size();
    }
  }

  private static String what(DeviceFault fault) {
    return switch (fault) {
      case DeviceFault.NotTranslated _ -> "no translation";
      case DeviceFault.NoPermission _ -> "no permission";
      case DeviceFault.NoMemory _ -> "no memory";
    };
  }

  /// After an unmap: what the device wrote must have arrived where the CPU looks for it.
  ///
  /// @param unlooked whether the unmap was told to leave the caches alone: a driver that gives a
  ///   buffer up may do without what arrived in it
  void checkDeliveries(boolean unlooked) {
    for (MappingTable.Entry ended : context.mappings.takeEnded()) {
      List<Delivery> all = takeDeliveries(ended);
      if (!all.stream().allMatch(this::hasArrived)) {
        context.misused(
            "device-data-lost",
            "bytes that the device wrote did not reach the buffer",
            Optional.of(ended.at),
            unlooked);
      }
    }
  }

  private List<Delivery> takeDeliveries(MappingTable.Entry mapping) {
    List<Delivery> taken = new ArrayList<>();
    for (PhysRange r : mapping.input) {
      deliveredIn(r).values().removeIf(d -> d.mapping() == mapping && taken.add(d));
    }
    return taken;
  }

  private boolean hasArrived(Delivery d) {
    byte[] found = new byte[d.data().length];
    context.api.host().cpu().read(d.phys(), found, 0, found.length);
    return Arrays.equals(found, d.data());
  }
}
