// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks and holds them to the figures of docs/performance.md.
final class RunBenchmarksTest {
  @Test
  void mappingIsFastEnough() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(MappingBenchmark.class.getName())
                    .forks(0)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(2))
                    .build())
            .run();
    assertThat(results).hasSize(6);
    for (RunResult result : results) {
      if (result.getParams().getParam("ledger").equals("false")) {
        boolean direct = result.getParams().getParam("profile").equals("direct");
        assertThat(result.getPrimaryResult().getScore()).isGreaterThan(direct ? 5e6 : 2e6);
      }
    }
  }
}
