// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

import java.util.ArrayList;
import java.util.List;

/// A device that masters the bus: it reads and writes memory at the addresses it was given, and
/// faults as hardware does.
public final class BusDevice {
  private final PhysicalMemory memory;
  private final BusTranslation translation;
  private final List<DeviceFault> faults = new ArrayList<>();

  public BusDevice(PhysicalMemory memory, BusTranslation translation) {
    this.memory = memory;
    this.translation = translation;
  }

  /// Reads `length` bytes at bus address `bus`; bytes behind a fault read as all ones.
  public byte[] read(DmaAddr bus, int length) {
    byte[] data = new byte[length];
    transfer(bus.value(), data, false);
    return data;
  }

  /// Writes `data` at bus address `bus`; bytes behind a fault are lost.
  public void write(DmaAddr bus, byte[] data) {
    transfer(bus.value(), data, true);
  }

  /// The faults so far, oldest first.
  public List<DeviceFault> faults() {
    return List.copyOf(faults);
  }

  private void transfer(long bus, byte[] data, boolean write) {
    long granule = translation.granule();
    int done = 0;
    while (done < data.length) {
      long at = bus + done;
      int part = (int) Math.min(granule - (at & (granule - 1)), data.length - done);
      long phys = translation.translate(at, write);
      if (reachable(at, phys, part, write)) {
        if (write) {
          memory.write(phys, data, done, part);
        } else {
          memory.read(phys, data, done, part);
        }
      } else if (!write) {
        java.util.Arrays.fill(data, done, done + part, (byte) 0xff);
      }
      done += part;
    }
  }

  private boolean reachable(long bus, long phys, int length, boolean write) {
    if (phys == BusTranslation.NOT_TRANSLATED) {
      faults.add(new DeviceFault.NotTranslated(bus, write));
      return false;
    }
    if (phys == BusTranslation.NO_PERMISSION) {
      faults.add(new DeviceFault.NoPermission(bus, write));
      return false;
    }
    if (!memory.exists(phys, length)) {
      faults.add(new DeviceFault.NoMemory(bus, phys));
      return false;
    }
    return true;
  }
}
