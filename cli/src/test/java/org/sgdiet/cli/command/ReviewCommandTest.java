// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.git.GitSandbox;
import org.sgdiet.cli.report.Json;
import tools.jackson.databind.JsonNode;

/// A change as `review` tells of it.
class ReviewCommandTest {
  private static final String MISUSE = "drivers/crypto/acme/acme_hash.c";
  private static final String RULE = "frees-sg-list-with-different-entry-count";

  @TempDir private Path directory;

  /// A repository whose last commit puts the misuse in.
  private GitSandbox repository() {
    GitSandbox git = GitSandbox.init(directory);
    String wrong = read(Sgdiet.TREE.resolve(MISUSE)).replaceAll(" *//~.*", "");
    String right = wrong.replace("req->src, count, DMA_TO", "req->src, nents, DMA_TO");
    git.write(MISUSE, right.getBytes(UTF_8)).commit("crypto: acme: import");
    git.write(MISUSE, wrong.getBytes(UTF_8)).commit("crypto: acme: break it");
    return git;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void reviewTellsWhatACommitAddsAndWhatItsRevertFixes() {
    GitSandbox git = repository();
    Sgdiet.Result added = Sgdiet.run("review", "-C", directory, "HEAD");
    assertThat(added.code()).isEqualTo(1);
    assertThat(added.err()).isEmpty();
    assertThat(added.out())
        .startsWith("HEAD: 1 C file changed: adds 1 finding, fixes 0, moves 0")
        .contains("\nadds:\n" + MISUSE + ":43:")
        .contains("    | +\tdma_unmap_sg(ctx->dev, req->src, count, DMA_TO_DEVICE);\n")
        .contains("1 mapping function affected, 0 shown by execution to map as before")
        .contains(
            MISUSE + ": note: acme_hash_update(): not executed: " + MISUSE + ":26: member src of ");
    git.run("revert", "--no-edit", "HEAD");
    Sgdiet.Result fixed = Sgdiet.run("review", "-C", directory, "HEAD");
    assertThat(fixed.code()).isZero();
    assertThat(fixed.out()).contains("adds 0 findings, fixes 1").contains("\nfixes:\n");
  }

  @Test
  void ofAChangeOfManyFilesNoneIsExecutedUnlessAsked() {
    GitSandbox git = GitSandbox.init(directory);
    String right = read(Sgdiet.TREE.resolve(MISUSE)).replaceAll(" *//~.*", "");
    for (boolean changed : List.of(false, true)) {
      for (int i = 0; i < 16; i++) {
        String text = changed ? right.replace("nents = ", "might_sleep();\n\tnents = ") : right;
        git.write("drivers/acme" + i + "/acme.c", text.getBytes(UTF_8));
      }
      git.commit("acme: all of them");
    }
    assertThat(Sgdiet.run("review", "-C", directory, "HEAD").out())
        .contains("16 mapping functions affected, none executed (--execute 16 does)");
    assertThat(Sgdiet.run("review", "-C", directory, "--execute", "1", "HEAD").out())
        .contains(" shown by execution to map as before, 15 not executed (--execute 16 does)");
  }

  /// The handle goes into a descriptor by a function of another file, so nobody knows what belongs
  /// to what.
  private static final String APART =
      """
      #include <linux/dma-mapping.h>
      int acme_post(struct acme_ring *ring, void *wqe, void *buf, size_t len)
      {
      \tdma_addr_t addr = dma_map_single(ring->dev, buf, len, DMA_FROM_DEVICE);

      \tif (dma_mapping_error(ring->dev, addr))
      \t\treturn -ENOMEM;
      \tacme_wqe_address_set(wqe, 0, addr);
      \treturn 0;
      }
      static void acme_take(struct acme_ring *ring, void *wqe, size_t len)
      {
      \tdma_addr_t addr = acme_wqe_address_get(wqe, 0);

      \tif (len)
      \t\tdma_unmap_single(ring->dev, addr, len, DMA_FROM_DEVICE);
      }
      void acme_done(struct acme_ring *ring, void *wqe, size_t len)
      {
      \tacme_take(ring, wqe, len);
      }
      """;

  private static final String TAKES_BACK =
      "\tif (len)\n\t\tdma_unmap_single(ring->dev, addr, len, DMA_FROM_DEVICE);\n";

  @Test
  void anUnmapThatGoesAndThatNothingTakesThePlaceOfIsMissed() {
    assertThat(review(APART, APART.replace(TAKES_BACK, "")).out())
        .contains(
            "acme.c:11:13: warning: the change takes dma_unmap_single() away and puts nothing in its"
                + " place: what it undid stays mapped [never-unmapped]");
  }

  @Test
  void anUnmapThatGoesElsewhereIsNotMissed() {
    String elsewhere =
        APART
            .replace(TAKES_BACK, "")
            .replace(
                "\tacme_take(ring, wqe, len);\n",
                "\tdma_addr_t addr = acme_wqe_address_get(wqe, 0);\n\n" + TAKES_BACK);
    assertThat(review(APART, elsewhere).out()).contains("adds 0 findings");
    assertThat(review(APART, APART.replace(TAKES_BACK, "\tacme_wqe_undo(ring, wqe);\n")).out())
        .contains("adds 0 findings");
  }

  private static final String TWO_FUNCTIONS =
      """
      #include <linux/dma-mapping.h>
      struct acme { struct device *dev; dma_addr_t addr; size_t len; };
      int acme_start(struct acme *acme, void *buf, size_t len)
      {
      \tacme->addr = dma_map_single(acme->dev, buf, len, DMA_TO_DEVICE);
      \tif (dma_mapping_error(acme->dev, acme->addr))
      \t\treturn -ENOMEM;
      \tacme->len = len;
      \treturn 0;
      }
      void acme_stop(struct acme *acme)
      {
      \tdma_unmap_single(acme->dev, acme->addr, acme->len, DMA_TO_DEVICE);
      }
      """;

  @Test
  void whatMapsIsExecutedWhenWhatUnmapsChanges() {
    assertThat(review(TWO_FUNCTIONS, TWO_FUNCTIONS.replace("acme->len, D", "+acme->len, D")).out())
        .contains("1 mapping function affected, 1 shown by execution to map as before")
        .contains("note: acme_start(): executed before and after");
  }

  @Test
  void aFunctionThatMapsIsNoReasonToExecuteAnother() {
    String again =
        """
        int acme_restart(struct acme *acme, void *buf, size_t len)
        {
        \tint err = acme_start(acme, buf, len);

        \tif (err)
        \t\treturn err;
        \tdma_unmap_single(acme->dev, acme->addr, acme->len, DMA_TO_DEVICE);
        \tacme->addr = dma_map_single(acme->dev, buf, len, DMA_TO_DEVICE);
        \tif (dma_mapping_error(acme->dev, acme->addr))
        \t\treturn -EIO;
        \treturn 0;
        }
        """;
    String before = TWO_FUNCTIONS + again;
    assertThat(review(before, before.replace("EIO", "ENOSPC")).out())
        .contains("1 mapping function affected")
        .doesNotContain("note: acme_start()");
  }

  @Test
  void aFailureThatIsReturnedAsSuccessIsMissed() {
    assertThat(review(RIGHT, RIGHT.replace("return -ENOMEM", "return 0")).out())
        .contains(
            "acme.c:4:2: warning: when executed: dma_map_single() fails, and the function returns"
                + " success [failed-to-check-map-error]");
  }

  private Sgdiet.Result review(String before, String after) {
    GitSandbox git = GitSandbox.init(directory);
    git.write("acme.c", before.getBytes(UTF_8)).commit("acme: import");
    git.write("acme.c", after.getBytes(UTF_8)).commit("acme: change");
    return Sgdiet.run("review", "-C", directory, "HEAD");
  }

  private static final String RIGHT =
      """
      #include <linux/dma-mapping.h>
      int acme_send(struct device *dev, void *buf, size_t len)
      {
      \tdma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

      \tif (dma_mapping_error(dev, addr))
      \t\treturn -ENOMEM;
      \tdma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
      \treturn 0;
      }
      """;

  @Test
  void reviewAccusesWhatOnlyTheExecutionShows() {
    Sgdiet.Result result =
        review(RIGHT, RIGHT.replace("addr, len, DMA", "addr, len > 64 ? 64 : len, DMA"));
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("adds 1 finding")
        .contains("acme.c:8:2: warning: when executed")
        .contains("[frees-dma-memory-with-different-size]")
        .doesNotContain("different size [0x");
  }

  @Test
  void reviewAccusesTheMapWhoseUnmapIsGone() {
    Sgdiet.Result result =
        review(RIGHT, RIGHT.replace("\tdma_unmap_single(dev, addr, len, DMA_TO_DEVICE);\n", ""));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("adds 1 finding")
        .contains(
            "acme.c:4:2: warning: when executed: what this maps stays mapped, no dma_unmap_single()")
        .contains("[pending-dma-allocations]");
  }

  @Test
  void reviewDoesNotAccuseARunThatMappedNothingBefore() {
    GitSandbox git = GitSandbox.init(directory);
    String before = mapsInParts("dev && ready(dev, buf)");
    git.write("acme.c", before.getBytes(UTF_8)).commit("acme: import");
    git.write("acme.c", mapsInParts("dev").getBytes(UTF_8)).commit("acme: always");
    Sgdiet.Result result = Sgdiet.run("review", "-C", directory, "HEAD");
    assertThat(result.out()).contains("adds 0 findings").doesNotContain("when executed");
  }

  /// Maps for a caller that ends the mapping elsewhere.
  private static String mapsInParts(String condition) {
    return """
    struct acme { struct device *dev; dma_addr_t addr; };
    static bool ready(struct device *dev, void *buf)
    {
    	return false;
    }
    int acme_map(struct acme *acme, void *buf)
    {
    	struct device *dev = acme->dev;

    	if (!(CONDITION))
    		return 0;
    	acme->addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
    	if (dma_mapping_error(dev, acme->addr))
    		return -ENOMEM;
    	return 0;
    }
    """
        .replace("CONDITION", condition);
  }

  @Test
  void aMisuseInOtherWordsIsTheMisuseThatItWas() {
    GitSandbox git = GitSandbox.init(directory);
    git.write("acme.c", unmapsAfterFailure("dev").getBytes(UTF_8)).commit("acme: import");
    git.write("acme.c", unmapsAfterFailure("bus->dev").getBytes(UTF_8)).commit("acme: reword");
    Sgdiet.Result result = Sgdiet.run("review", "-C", directory, "HEAD");
    assertThat(result.out())
        .contains("adds 0 findings, fixes 0, moves 1")
        .contains("[frees-memory-not-allocated]");
    assertThat(result.code()).isZero();
  }

  @Test
  void aMisuseThatIsOnlyPushedDownIsNotTold() {
    GitSandbox git = GitSandbox.init(directory);
    String text = unmapsAfterFailure("dev");
    git.write("acme.c", text.getBytes(UTF_8)).commit("acme: import");
    git.write("acme.c", ("/* Acme bus */\n" + text).getBytes(UTF_8)).commit("acme: say what");
    Sgdiet.Result result = Sgdiet.run("review", "-C", directory, "HEAD");
    assertThat(result.out())
        .contains("adds 0 findings, fixes 0, moves 0")
        .doesNotContain("[frees-memory-not-allocated]");
    assertThat(result.code()).isZero();
  }

  @Test
  void aMisuseThatGoesToAnotherFileMoves() {
    GitSandbox git = GitSandbox.init(directory);
    byte[] text = unmapsAfterFailure("dev").getBytes(UTF_8);
    git.write("acme.c", text).commit("acme: import");
    git.write("acme.c", "int acme;\n".getBytes(UTF_8)).write("bus.c", text);
    git.commit("acme: split");
    Sgdiet.Result result = Sgdiet.run("review", "-C", directory, "HEAD");
    assertThat(result.out()).contains("adds 0 findings, fixes 0, moves 1").contains("bus.c:");
    assertThat(result.code()).isZero();
  }

  private static String unmapsAfterFailure(String device) {
    return """
    #include <linux/dma-mapping.h>
    struct acme_bus {
    	struct device *dev;
    };
    int acme_send(struct acme_bus *bus, struct device *dev, void *buf, size_t len)
    {
    	dma_addr_t addr = dma_map_single(DEVICE, buf, len, DMA_TO_DEVICE);

    	if (dma_mapping_error(DEVICE, addr))
    		goto out;
    	writel(addr, bus);
    out:
    	dma_unmap_single(DEVICE, addr, len, DMA_TO_DEVICE);
    	return 0;
    }
    """
        .replace("DEVICE", device);
  }

  @Test
  void nothingIsExecutedForACommentOrABlank() {
    GitSandbox git = repository();
    String text = read(directory.resolve(MISUSE));
    git.write(MISUSE, text.replace("{\n", "{\n\n\t/* as it was */ // still\n").getBytes(UTF_8));
    git.commit("crypto: acme: say so");
    assertThat(Sgdiet.run("review", "-C", directory, "HEAD").out()).doesNotContain("executed");
    git.write(MISUSE, text.replaceFirst("\treturn ", "\tctx = ctx;\n\treturn ").getBytes(UTF_8));
    git.commit("crypto: acme: do so");
    assertThat(Sgdiet.run("review", "-C", directory, "HEAD").out()).contains("executed");
  }

  @Test
  void reviewReadsMailsFromStdin() {
    GitSandbox git = repository();
    String mail = git.run("format-patch", "--stdout", "-1");
    git.run("reset", "-q", "--hard", "HEAD~");
    Sgdiet.Result result = Sgdiet.runOn(mail, "review", "-C", directory, "-");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).startsWith("stdin: 1 C file changed: adds 1 finding");
    assertThat(git.run("status", "--porcelain")).isEmpty();
    Sgdiet.Result garbage = Sgdiet.runOn("no patch", "review", "-C", directory, "-");
    assertThat(garbage.code()).isEqualTo(2);
    assertThat(garbage.err()).startsWith("sgdiet: stdin: holds no diff");
  }

  @Test
  void everyFormatOfAReviewNamesTheRuleAndOnlyIt() {
    repository();
    for (String format :
        List.of("json", "sarif", "b4", "rdjsonl", "gitlab", "org", "report", "html", "mail")) {
      Sgdiet.Result result = Sgdiet.run("review", "-C", directory, "HEAD", "--format", format);
      assertThat(result.out()).as(format).contains(RULE);
      assertThat(result.err()).isEmpty();
      Sgdiet.Result clean =
          Sgdiet.run("review", "-C", directory, "HEAD~..HEAD~", "--format", format);
      assertThat(clean.out()).as(format).doesNotContain(RULE);
      assertThat(clean.code()).as(format).isZero();
    }
  }

  @Test
  void b4IsToldPassWarnOrFailAndNothingAboutACoverLetter() {
    GitSandbox git = repository();
    JsonNode wrong =
        Json.LINE.readTree(Sgdiet.run("review", "-C", directory, "HEAD", "--format", "b4").out());
    assertThat(wrong.get(0).get("status").asString()).isIn("warn", "fail");
    assertThat(wrong.get(0).get("tool").asString()).isEqualTo("sgdiet");
    git.run("revert", "--no-edit", "HEAD");
    JsonNode right =
        Json.LINE.readTree(Sgdiet.run("review", "-C", directory, "HEAD", "--format", "b4").out());
    assertThat(right.get(0).get("status").asString()).isEqualTo("pass");
    String cover = "From: a <a@b>\nSubject: [PATCH 0/2] two\n\nwords\n";
    Sgdiet.Result none = Sgdiet.runOn(cover, "review", "-C", directory, "-", "--format", "b4");
    assertThat(none.out()).isEqualTo("[ ]\n");
    assertThat(none.err()).isEmpty();
    assertThat(none.code()).isZero();
  }

  /// It keeps one result of a tool for a mail: a second would take the place of the first.
  @Test
  void b4IsToldAllFindingsInOneResult() {
    GitSandbox git = GitSandbox.init(directory);
    git.write("acme.c", RIGHT.getBytes(UTF_8)).commit("acme: import");
    String wrong = RIGHT.replace("addr, len, DMA_TO", "addr, len + 8, DMA_FROM");
    git.write("acme.c", wrong.getBytes(UTF_8)).commit("acme: break it twice");
    JsonNode checks =
        Json.LINE.readTree(Sgdiet.run("review", "-C", directory, "HEAD", "--format", "b4").out());
    assertThat(checks.size()).isEqualTo(1);
    assertThat(checks.get(0).get("summary").asString()).startsWith("2 findings: frees-dma-memory-");
    assertThat(checks.get(0).get("details").asString())
        .contains("[frees-dma-memory-with-different-size]")
        .contains("[frees-dma-memory-with-different-direction]");
  }

  @Test
  void theReplyQuotesTheLineAndAnswersTheMail() {
    GitSandbox git = repository();
    String mail =
        git.run("format-patch", "--stdout", "-1").replaceFirst("\nDate:", "\nMessage-ID: <1@b>$0");
    git.run("reset", "-q", "--hard", "HEAD~");
    assertThat(Sgdiet.runOn(mail, "review", "-C", directory, "-", "--format", "mail").out())
        .contains("Subject: Re: [PATCH] crypto: acme: break it\nIn-Reply-To: <1@b>\n")
        .contains("> +\tdma_unmap_sg(ctx->dev, req->src, count, DMA_TO_DEVICE);\n\n'count' is ")
        .contains("EDITME");
  }

  @Test
  void anMboxIsAppliedInTheOrderOfItsNumbers() {
    GitSandbox git = repository();
    git.run("revert", "--no-edit", "HEAD");
    String first = git.run("format-patch", "--stdout", "-2", "--numbered");
    git.run("reset", "-q", "--hard", "HEAD~2");
    String[] mails = first.split("(?m)^(?=From [0-9a-f]{40})", -1);
    String backwards = mails[1] + mails[0];
    assertThat(Sgdiet.runOn(backwards, "review", "-C", directory, "-").out())
        .startsWith("stdin: 1 C file changed: adds 0 findings, fixes 0, moves 0");
    Sgdiet.Result half = Sgdiet.runOn(mails[1], "review", "-C", directory, "-");
    assertThat(half.code()).isEqualTo(2);
    assertThat(half.err())
        .startsWith("sgdiet: patch does not apply: " + MISUSE + ": hunk '@@ ")
        .endsWith("; patch 1 of 2 is not in it\n");
  }

  @Test
  void theIndexIsReviewedBeforeACommit() {
    GitSandbox git = repository();
    git.run("reset", "-q", "--soft", "HEAD~");
    git.write(MISUSE, "int unfinished;\n".getBytes(UTF_8));
    Sgdiet.Result result = Sgdiet.run("review", "-C", directory, "--cached");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).startsWith("index: 1 C file changed: adds 1 finding");
  }

  @Test
  void anUnfinishedWorkTreeIsReviewed() {
    GitSandbox git = repository();
    git.write(
        MISUSE,
        read(directory.resolve(MISUSE)).replace("count, DMA_TO", "nents, DMA_TO").getBytes(UTF_8));
    assertThat(Sgdiet.run("review", "-C", directory).out())
        .startsWith("work tree: 1 C file changed: adds 0 findings, fixes 1");
  }
}
