// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Contents that are laid and looked at later.
class PhysicalMemoryTest {

  private final PhysicalMemory memory = new PhysicalMemory(List.of());

  @Test
  void whatIsLaidIsReadByteForByte() {
    memory.lay(0x1ff0, 0x2020, new PhysicalMemory.Contents(new byte[] {7, 8, 1, 2, 3, 4, 5}, 2));
    assertThat(memory.pageCount()).isZero();
    assertThat(read(0x1fee, 4)).containsExactly(0, 0, 1, 2);
    assertThat(read(0x1ff4, 5)).containsExactly(5, 7, 8, 1, 2); // the cycle begins anew
    assertThat(read(0x1fff, 3)).containsExactly(2, 3, 4); // and goes on in the next page
    assertThat(read(0x400e, 4)).containsExactly(5, 7, 0, 0);
  }

  @Test
  void neighboursOnAPageKeepTheirBytes() {
    memory.write(0x1000, new byte[] {9, 9}, 0, 2);
    memory.lay(0x1004, 2, PhysicalMemory.Contents.of((byte) 1));
    memory.lay(0x2000, 4, PhysicalMemory.Contents.of((byte) 2));
    memory.lay(0x2004, 4, PhysicalMemory.Contents.of((byte) 3));
    assertThat(read(0x1000, 8)).containsExactly(9, 9, 0, 0, 1, 1, 0, 0);
    assertThat(read(0x2000, 9)).containsExactly(2, 2, 2, 2, 3, 3, 3, 3, 0);
  }

  @Test
  void whatIsLaidLastStands() {
    memory.lay(0x1000, 0x4000, PhysicalMemory.Contents.of((byte) 1));
    memory.lay(0x2002, 2, PhysicalMemory.Contents.of((byte) 2));
    memory.write(0x2001, new byte[] {3}, 0, 1);
    assertThat(read(0x2000, 6)).containsExactly(1, 3, 2, 2, 1, 1);
    assertThat(read(0x4fff, 2)).containsExactly(1, 0);
    memory.lay(0x2000, 3, PhysicalMemory.Contents.of((byte) 4));
    assertThat(read(0x2000, 6)).containsExactly(4, 4, 4, 2, 1, 1);
  }

  private byte[] read(long phys, int length) {
    byte[] bytes = new byte[length];
    memory.read(phys, bytes, 0, length);
    return bytes;
  }
}
