// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// A CPU physical address (`phys_addr_t`): unsigned 64-bit, in bytes, on the memory side.
public record PhysAddr(long value) {
  /// The address `bytes` further on.
  public PhysAddr plus(long bytes) {
    return new PhysAddr(value + bytes);
  }

  @Override
  public String toString() {
    return "phys:0x" + Long.toHexString(value);
  }
}
