// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/// Bytes that one thread reads one file after the other into. Not for several threads.
final class ReadBuffer {

  /// Holds all but a few hundred generated headers of a kernel, and fits in the cache of a core.
  private static final int USUAL_BYTES = 256 << 10;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;

  /// Reads to the end of `channel`, in the place of what was read before; false when more than
  /// `most` bytes come.
  boolean fill(ReadableByteChannel channel, int most) throws IOException {
    length = 0;
    while (true) {
      int read = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
      if (read < 0) {
        return length <= most;
      }
      length += read;
      if (length > most) {
        return false;
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
    }
  }

  /// What was read, at its beginning.
  byte[] bytes() {
    return bytes;
  }

  /// How much was read, in bytes.
  int length() {
    return length;
  }
}
