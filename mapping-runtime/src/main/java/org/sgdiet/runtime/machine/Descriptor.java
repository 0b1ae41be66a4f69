// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import org.sgdiet.runtime.program.Position;

/// A DMA address and a length that reached the device together.
///
/// @param sink where the address went
/// @param address bus address of the first byte
/// @param bytes length; 0 when the driver handed over no length
/// @param addressEncoded whether the address was not stored as it is (flags in unused bits); it is
///   then taken from the segment
/// @param lengthEncoded whether the length was not seen as it is (flags, less one, elsewhere); it
///   is then taken from the segment
/// @param mapping id of the mapping, 0 when it belongs to none
/// @param segment segment of that mapping, from 0
/// @param memory the physical memory that the device reaches through it, adjacent parts joined
public record Descriptor(
    Position at,
    String sink,
    long address,
    long bytes,
    boolean addressEncoded,
    boolean lengthEncoded,
    int mapping,
    int segment,
    List<Range> memory) {

  public Descriptor {
    memory = List.copyOf(memory);
  }

  /// A range of memory by what it belongs to, so that two runs can be compared.
  ///
  /// @param object name of the buffer or object
  /// @param offset of the first byte in it
  public record Range(String object, long offset, long bytes) {}
}
