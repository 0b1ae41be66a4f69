// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.tree.SourceTree.Content;

class RecentBlobsTest {
  private static final ObjectId A = ObjectId.fromString("a".repeat(40));
  private static final ObjectId B = ObjectId.fromString("b".repeat(40));
  private static final ObjectId C = ObjectId.fromString("c".repeat(40));

  private static Content bytes(int count) {
    return new Content.Bytes(new byte[count]);
  }

  @Test
  void whatWasAskedForLongestAgoGoesFirst() {
    RecentBlobs recent = new RecentBlobs(20);
    recent.put(A, bytes(8));
    recent.put(B, bytes(8));
    assertThat(recent.get(A)).isPresent();
    recent.put(C, bytes(8));
    assertThat(recent.get(B)).isEmpty();
    assertThat(recent.get(A)).isPresent();
    assertThat(recent.get(C)).isPresent();
  }

  @Test
  void oneThatIsTooLargeIsNotKept() {
    RecentBlobs recent = new RecentBlobs(20);
    recent.put(A, bytes(21));
    assertThat(recent.get(A)).isEmpty();
    recent.put(B, bytes(20));
    assertThat(recent.get(B)).isPresent();
  }

  @Test
  void whatIsSkippedIsNotKept() {
    RecentBlobs recent = new RecentBlobs(20);
    recent.put(A, new Content.Skipped("too large"));
    assertThat(recent.get(A)).isEmpty();
  }
}
