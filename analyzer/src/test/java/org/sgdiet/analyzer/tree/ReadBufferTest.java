// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadBufferTest {

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static boolean fill(ReadBuffer buffer, byte[] bytes, int most) throws IOException {
    return buffer.fill(Channels.newChannel(new ByteArrayInputStream(bytes)), most);
  }

  private static byte[] read(ReadBuffer buffer) {
    return Arrays.copyOf(buffer.bytes(), buffer.length());
  }

  @Test
  void oneFileAfterTheOther() throws IOException {
    ReadBuffer buffer = new ReadBuffer();
    for (int length : new int[] {1000, 1 << 20, 0, 256 << 10, 17}) {
      byte[] bytes = random(length);
      assertThat(fill(buffer, bytes, 4 << 20)).isTrue();
      assertThat(read(buffer)).isEqualTo(bytes);
    }
  }

  @Test
  void notMoreThanTheMost() throws IOException {
    ReadBuffer buffer = new ReadBuffer();
    assertThat(fill(buffer, random(300), 300)).isTrue();
    assertThat(fill(buffer, random(301), 300)).isFalse();
  }
}
