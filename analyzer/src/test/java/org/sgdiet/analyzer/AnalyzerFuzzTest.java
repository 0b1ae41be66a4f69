// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Changes the C files of `testdata`, led by what of the analyzer each change reaches, for
/// `fuzz.seconds`. What breaks stays in the directory that the failure names, as `crash-*`.
class AnalyzerFuzzTest {

  private static final String FUZZER = "com.code_intelligence.jazzer.Jazzer";

  /// How long one input may take, in seconds; the first has to load all classes, on a machine that
  /// may have other things to do.
  private static final int SLOWEST = 100;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void anyBytesAreAnalysed() throws IOException, InterruptedException {
    Path log = directory.resolve("log");
    Process fuzzer =
        new ProcessBuilder(command())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = fuzzer.waitFor();
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    int from = Math.max(0, said.indexOf("\n== "));
    assertThat(code)
        .as("%s in %s", said.substring(from, Math.min(said.length(), from + 4000)), directory)
        .isZero();
    assertThat(said).containsPattern("Done [0-9]+ runs");
  }

  private List<String> command() throws IOException {
    Path testdata = Path.of(System.getProperty("sgdiet.testdata"));
    String seconds = System.getProperty("fuzz.seconds", "5");
    String classes = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx700m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classes), FUZZER));
    command.add("--target_class=" + AnalyzerFuzz.class.getName());
    command.add("--instrumentation_includes=org.sgdiet.analyzer.**");
    command.add("-max_total_time=" + seconds);
    command.add("-seed=" + System.getProperty("fuzz.seed", "1"));
    command.add("-timeout=" + SLOWEST);
    command.add("-max_len=6000");
    command.add(Files.createDirectory(directory.resolve("corpus")).toString());
    for (String seeds : List.of("check", "rewrite", "tree")) {
      command.add(testdata.resolve(seeds).toString());
    }
    return command;
  }
}
