// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;

/// What an upper layer hands to the driver: the physical layout of a list, a buffer or pages.
///
/// @param chainAfter number of entries after which a list goes on in another array; 0 for one array
public record InputShape(String name, List<Piece> pieces, int chainAfter) {

  public InputShape {
    pieces = List.copyOf(pieces);
  }

  /// A shape whose lists lie in one array.
  public InputShape(String name, List<Piece> pieces) {
    this(name, pieces, 0);
  }

  /// Where a piece lies.
  public enum Place {
    /// Below 4 GiB.
    LOW,
    /// Above 4 GiB, where a device with a 32-bit mask does not reach.
    HIGH
  }

  /// One entry of a list.
  ///
  /// @param adjacent whether it begins right behind the piece before
  /// @param offsetBytes of its first byte in its page, in bytes; ignored when adjacent
  public record Piece(Place place, boolean adjacent, int offsetBytes, long bytes) {}

  /// Sum of all pieces, in bytes.
  public long totalBytes() {
    long bytes = 0;
    for (Piece piece : pieces) {
      bytes += piece.bytes();
    }
    return bytes;
  }
}
