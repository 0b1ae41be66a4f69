// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdiet.cli.Sgdiet;

/// The HTML reports in a headless Chromium, which complains on its console about whatever the
/// page's own policy forbids.
@Tag("browser")
class PagesInBrowserTest {
  private static final Path PATCH =
      Path.of(System.getProperty("sgdiet.testdata"), "review", "acme-hash-unmap.patch");

  @TempDir private Path dir;

  @BeforeEach
  void makesPages() throws IOException {
    Files.writeString(
        dir.resolve("scan.html"), Sgdiet.run("scan", Sgdiet.TREE, "--format", "html").out());
    Files.writeString(
        dir.resolve("rewrite.html"), Sgdiet.run("rewrite", Sgdiet.TREE, "--format", "html").out());
    Files.writeString(
        dir.resolve("review.html"),
        Sgdiet.run("review", "-C", Sgdiet.TREE, "--format", "html", PATCH).out());
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void noPageMakesTheBrowserComplain(int width) throws Exception {
    for (String page : List.of("scan.html", "rewrite.html", "review.html")) {
      String seen = browse(dir.resolve(page), width);
      assertThat(seen).as(page).contains("<h1>").doesNotContain("CONSOLE");
    }
  }

  /// What the test above looks for is there when a page does what its policy forbids.
  @Test
  void aForbiddenStyleIsComplainedOf() throws Exception {
    Path page = dir.resolve("styled.html");
    Files.writeString(
        page,
        Files.readString(dir.resolve("scan.html"))
            .replaceFirst("<h1>", "<h1 style=\"color: red\">"));
    assertThat(browse(page, 1280)).contains("CONSOLE");
  }

  /// The page as the browser has it, and what it logged.
  private String browse(Path page, int width) throws IOException, InterruptedException {
    Path log = dir.resolve("browser.log");
    Process chromium =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--user-data-dir=" + dir.resolve("profile"),
                "--window-size=" + width + ",900",
                "--dump-dom",
                page.toUri().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(chromium.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(log, UTF_8);
  }
}
