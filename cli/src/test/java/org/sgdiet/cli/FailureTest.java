// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class FailureTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, UTF_8);

  @Test
  void badInputIsOneLineAndCode2() {
    assertThat(Failure.of(new BadInputException("x.c: not a C file"), false, err)).isEqualTo(2);
    assertThat(said()).isEqualTo("sgdiet: x.c: not a C file\n");
  }

  @Test
  void faultOfOurOwnIsOneLineAndCode3() {
    assertThat(Failure.of(new IllegalStateException("Broken\nbadly"), false, err)).isEqualTo(3);
    assertThat(said())
        .startsWith("sgdiet: internal error: IllegalStateException: broken (FailureTest.java:")
        .contains("--debug");
    assertThat(said().lines()).hasSize(1);
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(Failure.of(new IllegalStateException("broken"), true, err)).isEqualTo(3);
    assertThat(said()).contains("\tat org.sgdiet.cli.FailureTest.");
  }

  @Test
  void aReasonInsideALinkageErrorCounts() {
    Error e =
        new ExceptionInInitializerError(new BadInputException("this platform has no library"));
    assertThat(Failure.of(e, false, err)).isEqualTo(2);
    assertThat(said()).isEqualTo("sgdiet: this platform has no library\n");
  }

  @Test
  void outOfMemoryIsToldHowToGetMore() {
    assertThat(Failure.of(new OutOfMemoryError(), false, err)).isEqualTo(3);
    assertThat(said()).contains("OutOfMemoryError").contains("SGDIET_JAVA_OPTS=-Xmx");
  }

  private String said() {
    return bytes.toString(UTF_8);
  }
}
