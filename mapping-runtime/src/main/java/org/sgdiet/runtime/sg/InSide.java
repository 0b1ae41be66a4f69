// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.sg;

import org.sgdiet.runtime.memory.PhysAddr;

/// The CPU's half of an entry: bytes `[page + offset, page + offset + length)`; all unsigned.
public record InSide(PhysAddr page, int offset, int length) {
  /// `sg_phys()`.
  public PhysAddr phys() {
    return page.plus(Integer.toUnsignedLong(offset));
  }
}
