// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

/// Where a number went that concerns the device.
///
/// @param name what a report calls it: `acme_desc.addr`, `registers+16`, `acme_kick() argument 2`
/// @param group address of the structure that holds the place; what lies in one group belongs to
///   one descriptor
public record Sink(Kind kind, String name, long group) {

  /// Whether it is an argument of a call rather than a place in memory.
  public boolean isCall() {
    return name.contains("() ");
  }

  /// Who reads the place.
  public enum Kind {
    /// Certainly the device: registers, coherent memory, fields of a fixed byte order, the
    /// arguments of a function that is not known, a DMA engine.
    DEVICE,
    /// Ordinary memory: perhaps a descriptor, perhaps the driver's own note.
    MEMORY,
    /// Certainly not the device: local variables, lists, vectors and IOVA states.
    DRIVER
  }
}
