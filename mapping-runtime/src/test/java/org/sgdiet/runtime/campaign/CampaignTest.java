// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.ProgramParser;

/// Hand-written programs that are right, and the same with one mistake each.
class CampaignTest {

  private static final Campaign CAMPAIGN = Campaign.standard();

  private static String text(String name) throws IOException {
    try (InputStream in = CampaignTest.class.getResourceAsStream("/programs/" + name + ".txt")) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Program changed(String name, String from, String to) throws IOException {
    String good = text(name);
    assertThat(good).contains(from);
    return ProgramParser.parse(good.replace(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-descriptors", "single-buffer"})
  void rightProgramsAreSilentOnEveryProfile(String name) throws IOException {
    Verdict verdict = CAMPAIGN.verify(ProgramParser.parse(text(name)));
    assertThat(verdict).isInstanceOf(Verdict.Silent.class);
    assertThat(verdict.coverage().profiles()).hasSize(11);
    assertThat(verdict.coverage().shapes()).hasSize(11);
    assertThat(verdict.coverage().faults()).isEqualTo(6);
    assertThat(verdict.coverage().notExecuted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-descriptors", "single-buffer"})
  void rightProgramsAreSilentOnRandomShapes(String name) throws IOException {
    Verdict verdict = Campaign.random(11, 20).verify(ProgramParser.parse(text(name)));
    assertThat(verdict).isInstanceOf(Verdict.Silent.class);
  }

  /// mistake, program, what is replaced, by what, the rule that is broken, a profile that shows it
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "no unmap; list-descriptors; dma_unmap_sg(dev, [cmd->acme_cmd.sg]:*scatterlist,"
            + " [cmd->acme_cmd.nents]:u32, 1) #0:32; opaque nothing(); pending-dma-allocations; direct",
        "unmap with the mapped count; list-descriptors; [cmd->acme_cmd.nents]:u32, 1) #0:32;"
            + " [cmd->acme_cmd.mapped]:u32, 1) #0:32; frees-sg-list-with-different-entry-count;"
            + " x86-intel-strict",
        "sg->length for sg_dma_len; list-descriptors; scatterlist.dma_length]; scatterlist.length];"
            + " length-of-input-side; x86-intel-strict",
        "unmap in another direction; list-descriptors; :u32, 1) #0:32; :u32, 2) #0:32;"
            + " frees-dma-memory-with-different-direction; direct",
        "unchecked list mapping; list-descriptors; if !(n) goto fail; if 0 goto fail;"
            + " frees-memory-not-allocated; direct",
        "walk with the input count; list-descriptors; if (i < n); if (i <"
            + " [cmd->acme_cmd.nents]:u32); address-of-unmapped-entry; x86-intel-strict",
        "sg++ over a chained list; list-descriptors; sg_next(sg); sg[1 x 32]; out-of-bounds;"
            + " direct",
        "no swap; list-descriptors; to_le64([sg->scatterlist.dma_address]:u64);"
            + " [sg->scatterlist.dma_address]:u64; byte-order; direct",
        "double swap; list-descriptors; to_le64([sg->scatterlist.dma_address]:u64);"
            + " to_le64(to_le64([sg->scatterlist.dma_address]:u64)); byte-order; direct",
        "truncated address; list-descriptors; to_le64([sg->scatterlist.dma_address]:u64);"
            + " to_le64(([sg->scatterlist.dma_address]:u64 as u32)); truncated-address; direct",
        "no unmap of the error path; list-descriptors; return 0 #0:19; return -5 #0:19;"
            + " pending-dma-allocations; direct",
        "no unmap of a buffer; single-buffer; dma_unmap_single(dev, [req->acme_req.dma]:u64,"
            + " [req->acme_req.len]:u32, 2) #0:32; opaque nothing(); pending-dma-allocations; direct",
        "unmap with another length; single-buffer; [req->acme_req.len]:u32, 2) #0:32; 64, 2) #0:32;"
            + " frees-dma-memory-with-different-size; direct",
        "unmap of a buffer in another direction; single-buffer; acme_req.len]:u32, 2) #0:32;"
            + " acme_req.len]:u32, 1) #0:32; device-data-lost; swiotlb-force",
        "unchecked mapping error; single-buffer; if failed goto; if 0 goto;"
            + " address-of-failed-mapping; direct",
        "never asked dma_mapping_error; single-buffer; failed = dma_mapping_error(dev, dma) #0:13;"
            + " failed = 0 #0:13; failed-to-check-map-error; direct",
        "mapping error asked about in 32 bits; single-buffer; dma_mapping_error(dev, dma);"
            + " dma_mapping_error(dev, (dma as u32)); overlooks-map-error; direct",
        "unmap for another device; single-buffer; dma_unmap_single(dev,; dma_unmap_single(req,;"
            + " frees-dma-memory-of-different-device; direct",
        "unmap twice; single-buffer; return #0:33; dma_unmap_single(dev, [req->acme_req.dma]:u64,"
            + " [req->acme_req.len]:u32, 2) return; frees-twice; direct",
        "CPU touches while mapped; single-buffer; return 0 #0:19; [[req->acme_req.buf]:*void]:u8 ="
            + " 1 return 0; touches-memory-while-mapped; direct",
        "null buffer; single-buffer; [req->acme_req.dma]:u64 = dma #0:15; [null:*void]:u64 = dma"
            + " #0:15; null-dereference; direct",
      })
  void everyMistakeIsSeen(
      String mistake, String program, String from, String to, String rule, String profile)
      throws IOException {
    Program wrong = changed(program, from, to);
    Verdict verdict = CAMPAIGN.verify(wrong);
    if (rule.equals("null-dereference")) {
      // A program that stops in every run is not understood, and is not accused.
      assertThat(verdict).isInstanceOf(Verdict.NotExecutable.class);
    } else {
      assertThat(verdict).isInstanceOf(Verdict.Misuse.class);
      Finding finding =
          ((Verdict.Misuse) verdict)
              .findings().stream().filter(f -> f.rule().equals(rule)).findFirst().orElseThrow();
      assertThat(finding.profiles()).contains(profile);
    }
    Program good = ProgramParser.parse(text(program));
    assertThat(CAMPAIGN.compare(good, wrong)).isInstanceOf(Verdict.Differs.class);
  }

  /// What only a comparison can see.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "another length; single-buffer; acme_ring.len]:le32 = to_le32([req->acme_req.len]:u32);"
            + " acme_ring.len]:le32 = to_le32(64)",
        "another flag; single-buffer; to_le32(5); to_le32(4)",
        "another errno class; single-buffer; return -12 #0:21; return 0 #0:21",
        "another direction; single-buffer; acme_req.len]:u32, 2); acme_req.len]:u32, 1)",
        "off by one; list-descriptors; if (i < n); if ((i + 1) < n)",
        "another order; list-descriptors; [cmd->acme_cmd.vec[i x 16]->acme_vec.addr];"
            + " [cmd->acme_cmd.vec[((n - i) - 1) x 16]->acme_vec.addr]",
      })
  void aComparisonSeesWhatTheDeviceSees(String mistake, String program, String from, String to)
      throws IOException {
    Program good = ProgramParser.parse(text(program));
    Verdict verdict = CAMPAIGN.compare(good, changed(program, from, to));
    assertThat(verdict).isInstanceOf(Verdict.Differs.class);
  }

  @Test
  void ofEachPlaceTheFirstOperationsAndTheLastAreMadeToFail() throws IOException {
    // 32 mappings at one place and two at another, on two profiles; no input, so one shape.
    Verdict right = CAMPAIGN.verify(ProgramParser.parse(text("two-rings")));
    assertThat(right).isInstanceOf(Verdict.Silent.class);
    assertThat(right.coverage().faults()).isEqualTo(2 * (3 + 1 + 2));
    // The second place lies behind all 32 operations of the first.
    Verdict unchecked =
        CAMPAIGN.verify(
            changed(
                "two-rings",
                "failed = dma_mapping_error(dev, dma) #0:38",
                "opaque nothing() #0:38 failed = 0 #0:38"));
    assertThat(unchecked).isInstanceOf(Verdict.Misuse.class);
    assertThat(((Verdict.Misuse) unchecked).findings())
        .extracting(Finding::rule)
        .contains("address-of-failed-mapping");
  }

  @Test
  void whatUndoesOneTooFewIsSeenAtTheLastFailure() throws IOException {
    Verdict verdict =
        CAMPAIGN.verify(
            changed(
                "two-rings",
                "invoke acme_free(dev, a, i) #0:44",
                "invoke acme_free(dev, a, (i - (i > 31))) #0:44"));
    assertThat(verdict).isInstanceOf(Verdict.Misuse.class);
  }

  @Test
  void aLongProgramIsRunOnAllProfilesWithFewerShapes() throws IOException {
    // Counts to 10,000 before it maps.
    Verdict verdict =
        CAMPAIGN.verify(
            changed(
                "single-buffer",
                "  local failed: s32\n 0:\n",
                """
                  local failed: s32
                  local i: s32
                 0:
                  i = 0 #0:11
                  goto wait
                 wait:
                  if (i < 10000) goto count else map #0:11
                 count:
                  i = (i + 1) #0:11
                  goto wait
                 map:
                """));
    assertThat(verdict).isInstanceOf(Verdict.Silent.class);
    assertThat(verdict.coverage().profiles()).hasSize(11);
    assertThat(verdict.coverage().shapes()).hasSize(3);
  }

  @Test
  void whatStopsAtOnePlaceOnTwoProfilesIsNotTriedOnTheOthers() throws IOException {
    String store = "[req->acme_req.dma]:u64 = dma #0:15";
    Verdict stopped =
        CAMPAIGN.verify(changed("single-buffer", store, "[null:*void]:u64 = dma #0:15"));
    assertThat(stopped).isInstanceOf(Verdict.NotExecutable.class);
    assertThat(stopped.coverage().profiles()).hasSize(2);
    // A shape with which it gets by is worth the other profiles.
    Verdict some =
        CAMPAIGN.verify(
            changed(
                "single-buffer",
                store,
                "[req[(([req->acme_req.len]:u32 == 4096:u32) * 100000) x 48]->acme_req.dma]:u64 ="
                    + " dma #0:15"));
    assertThat(some.coverage().profiles()).hasSize(11);
  }

  @Test
  void aTestThatIsAddedEndsWhatNobodyAskedAbout() throws IOException {
    // Nothing but the driver's own memory gets the handle, and nothing unmaps it.
    String kept = text("single-buffer").replaceAll("(?m)^.*acme_ring\\.\\w+\\]:le.*\\R", "");
    Program checked =
        ProgramParser.parse(kept.replace("run unmap acme_sent(device, @req) success always", ""));
    Program unchecked =
        ProgramParser.parse(
            kept.replace("run unmap acme_sent(device, @req) success always", "")
                .replace("dma_mapping_error(dev, dma)", "0"));
    assertThat(CAMPAIGN.verify(unchecked)).isInstanceOf(Verdict.Silent.class);
    Verdict verdict = CAMPAIGN.compare(unchecked, checked);
    assertThat(verdict).isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(((Verdict.ProvedOnCampaign) verdict).fixed())
        .containsExactly("failed-to-check-map-error");
    var same = (Verdict.ProvedOnCampaign) CAMPAIGN.compare(unchecked, unchecked);
    assertThat(same.fixed()).isEmpty();
  }

  @Test
  void aCleanUpThatBreaksARuleDoesNotTellWhatStaysMapped() throws IOException {
    // With too many entries both leave the list to a clean-up, which in the version before unmaps
    // it twice.
    String unmap =
        "dma_unmap_sg(dev, [cmd->acme_cmd.sg]:*scatterlist, [cmd->acme_cmd.nents]:u32, 1)";
    String leaves =
        text("list-descriptors")
            .replace(" big:\n  " + unmap + " #0:21\n", " big:\n")
            .replace(" 0:\n  n = ", " 0:\n  [cmd->acme_cmd.mapped]:u32 = 0 #0:11\n  n = ")
            .replace("run unmap", "run clean_up");
    String start = " 0:\n  " + unmap + " #0:32\n";
    String test = "  if [cmd->acme_cmd.mapped]:u32 goto ";
    assertThat(leaves).contains(start, "[cmd->acme_cmd.mapped]:u32 = 0");
    String twice =
        leaves.replace(
            start,
            " 0:\n  "
                + unmap
                + " #0:32\n"
                + test
                + "out else again #0:32\n again:\n  "
                + unmap
                + " #0:32\n  goto out\n out:\n");
    String never =
        leaves.replace(
            start,
            " 0:\n"
                + test
                + "some else out #0:32\n some:\n  "
                + unmap
                + " #0:32\n  goto out\n out:\n");
    Verdict verdict = CAMPAIGN.compare(ProgramParser.parse(twice), ProgramParser.parse(never));
    assertThat(verdict).isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(((Verdict.ProvedOnCampaign) verdict).fixed())
        .doesNotContain("pending-dma-allocations");
    Verdict clean = CAMPAIGN.compare(ProgramParser.parse(leaves), ProgramParser.parse(never));
    assertThat(clean).isInstanceOf(Verdict.Differs.class);
  }

  @Test
  void aProgramThatOnlyGoesOnWhereItBreaksARuleIsProvedEqualToItself() throws IOException {
    String two =
        text("single-buffer")
            .replace(
                "  return 0 #0:19",
                "  dma = dma_map_single(dev, [req->acme_req.more]:*void, [req->acme_req.len]:u32, 2)"
                    + " #0:19\n  failed = dma_mapping_error(dev, dma) #0:19\n"
                    + "  if failed goto fail else done #0:19\n done:\n  return 0 #0:19")
            .replace("size 48", "size 56")
            .replace("  slot:", "  more: *void at 48\n  slot:")
            .replace("bind acme_req.len", "bind acme_req.more = buffer data\nbind acme_req.len")
            .replace("to_le64(dma)", "to_le64((dma as u32))")
            .replace("success zero", "success something_mapped")
            .replace("run unmap acme_sent(device, @req) success always", "");
    Program program = ProgramParser.parse(two);
    assertThat(CAMPAIGN.compare(program, program)).isInstanceOf(Verdict.ProvedOnCampaign.class);
  }

  @Test
  void whatStopsBothVersionsWhenTheMappingFailsIsNotFixed() throws IOException {
    String stops =
        text("single-buffer")
            .replace("  slot:", "  none: *acme_ring at 32\n  slot:")
            .replace("bind acme_req.len", "bind acme_req.none = fixed 0\nbind acme_req.len")
            .replace(
                "  return -12",
                "  [[req->acme_req.none]:*acme_ring->acme_ring.len]:le32 = to_le32(1) #0:20\n"
                    + "  return -12");
    Program program = ProgramParser.parse(stops);
    Verdict verdict = CAMPAIGN.compare(program, program);
    assertThat(verdict).isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(((Verdict.ProvedOnCampaign) verdict).fixed()).isEmpty();
    Program mended = ProgramParser.parse(stops.replaceFirst(".*to_le32\\(1\\).*\\n", ""));
    var better = (Verdict.ProvedOnCampaign) CAMPAIGN.compare(program, mended);
    assertThat(better.fixed()).hasSize(1);
  }

  @Test
  void aMemberThatMovesIsTheSameMemory() throws IOException {
    // The buffer that is mapped lies in the request, behind what a rewrite puts there.
    String inside =
        text("single-buffer")
            .replace("size 48", "size 96")
            .replace("  slot:", "  data: [64]u8 at 32\n  slot:")
            .replace("[req->acme_req.buf]:*void", "req->acme_req.data")
            .replace("[req->acme_req.len]:u32", "64");
    String grown = inside.replace("size 96", "size 136").replace("at 32\n", "at 72\n");
    assertThat(grown).contains("[64]u8 at 72");
    Program before = ProgramParser.parse(inside);
    assertThat(CAMPAIGN.compare(before, ProgramParser.parse(grown)))
        .isInstanceOf(Verdict.ProvedOnCampaign.class);
    Program other = ProgramParser.parse(inside.replace("->acme_req.data", "->acme_req.dma"));
    assertThat(CAMPAIGN.compare(before, other)).isInstanceOf(Verdict.Differs.class);
  }

  @Test
  void aProgramIsProvedEqualToItself() throws IOException {
    Program good = ProgramParser.parse(text("list-descriptors"));
    Verdict verdict = CAMPAIGN.compare(good, good);
    assertThat(verdict).isInstanceOf(Verdict.ProvedOnCampaign.class);
    var proved = (Verdict.ProvedOnCampaign) verdict;
    assertThat(proved.before()).isEqualTo(proved.after());
    assertThat(proved.coverage().runs()).isGreaterThan(100);
  }

  @Test
  void aBatchTellsTheDeviceWhatTheListDid() throws IOException {
    // Where nothing merges, a batch of 16 vectors takes no more than 16 entries.
    String limited = "file \"drivers/acme.c\" limit max_entries 16";
    Program list = changed("list-descriptors", "file \"drivers/acme.c\"", limited);
    Program batch = changed("batch", "file \"drivers/acme.c\"", limited);
    assertThat(CAMPAIGN.verify(batch)).isInstanceOf(Verdict.Silent.class);
    Verdict verdict = CAMPAIGN.compare(list, batch);
    assertThat(verdict).isInstanceOf(Verdict.ProvedOnCampaign.class);
    var proved = (Verdict.ProvedOnCampaign) verdict;
    // The driver-side form takes an IOVA for each run that it has to close.
    assertThat(proved.after().iovaAllocations()).isGreaterThan(proved.before().iovaAllocations());
  }

  @Test
  void theBlockIteratorCoalescesBehindAnIommu() throws IOException {
    Program program = ProgramParser.parse(text("block-iterator"));
    Verdict verdict = CAMPAIGN.verify(program);
    assertThat(verdict).isInstanceOf(Verdict.Silent.class);
    Program wrong = changed("block-iterator", "[io->acme_io.used]:u32 = n\n", "opaque nothing()\n");
    // Only a transfer that the table has no room for comes by, and nobody said that there are any.
    assertThat(CAMPAIGN.verify(wrong)).isInstanceOf(Verdict.Silent.class);
    wrong =
        ProgramParser.parse(
            text("block-iterator")
                .replace("[io->acme_io.used]:u32 = n\n", "opaque nothing()\n")
                .replace(
                    "file \"drivers/acme.c\"", "file \"drivers/acme.c\" limit max_entries 200"));
    var misuse = (Verdict.Misuse) CAMPAIGN.verify(wrong);
    assertThat(misuse.findings()).extracting(Finding::rule).containsOnly("pending-dma-allocations");
  }

  @Test
  void aBatchThatIsNotUnmappedOnErrorLeaks() throws IOException {
    Program wrong =
        changed("batch", "dma_batch_unmap(cmd->acme_cmd.batch) #0:25", "opaque nothing()");
    var misuse = (Verdict.Misuse) CAMPAIGN.verify(wrong);
    assertThat(misuse.findings())
        .extracting(Finding::rule)
        .containsExactly("pending-dma-allocations");
  }

  @Test
  void theWitnessReadsAsASentence() throws IOException {
    Program wrong = changed("list-descriptors", "if (i < n)", "if (i < [cmd->acme_cmd.nents]:u32)");
    var misuse = (Verdict.Misuse) CAMPAIGN.verify(wrong);
    assertThat(RunText.summary(wrong, misuse.findings().getFirst().witness()))
        .startsWith(
            "profile x86-intel-strict, shape 4 scattered pages, no fault: dma_map_sg gives one"
                + " segment of 16384 bytes, acme_map returns 0, the driver wrote 4 descriptors, 3"
                + " of them from entries that are not mapped; acme_vec.addr gets sg_dma_address()"
                + " of entry 1, but only 1 segment is mapped (drivers/acme.c:16)"
                + " [address-of-unmapped-entry]");
  }

  @Test
  void tracesStandSideBySide() throws IOException {
    Program good = ProgramParser.parse(text("single-buffer"));
    Program wrong = changed("single-buffer", "to_le32(5)", "to_le32(4)");
    var differs = (Verdict.Differs) CAMPAIGN.compare(good, wrong);
    assertThat(differs.reason()).isEqualTo("acme_ring.flags gets 0x5 before and 0x4 after");
    assertThat(TraceText.aligned(differs.before(), differs.after(), 40))
        .contains("acme_ring.flags = 0x5                    | acme_ring.flags = 0x4")
        .contains("acme_send returns 0                        acme_send returns 0");
  }

  @Test
  void whatCannotBeLoweredIsNoAccusation() throws IOException {
    Program program =
        changed("single-buffer", "return 0 #0:19", "not_modelled \"inline asm\" #0:19");
    Verdict verdict = CAMPAIGN.verify(program);
    assertThat(verdict).isInstanceOf(Verdict.NotExecutable.class);
    assertThat(((Verdict.NotExecutable) verdict).reason()).isEqualTo("inline asm");
  }

  @Test
  void anEndlessLoopEndsWithAReason() throws IOException {
    Program program = changed("list-descriptors", "i = (i + 1) #0:15", "i = 0 #0:15");
    Verdict verdict = CAMPAIGN.verify(program);
    assertThat(verdict).isNotInstanceOf(Verdict.Silent.class);
    assertThat(verdict).isNotInstanceOf(Verdict.ProvedOnCampaign.class);
  }

  @Test
  void aProgramThatMapsWithoutEndIsGivenUp() throws IOException {
    Program endless = changed("single-buffer", "return 0 #0:19", "goto 0 #0:19");
    Profile direct = Profiles.named("direct").orElseThrow();
    Run run = Machine.run(endless, direct, Shapes.ONE_PAGE, Plan.ORDINARY);
    assertThat(run.stop().orElseThrow().message())
        .isEqualTo("maps without end: 400 mappings in one run");
  }

  @Test
  void theConditionThatKeepsRunsFromTheMappingIsNamed() throws IOException {
    Program elsewhere =
        changed(
            "single-buffer",
            " 0:\n  dma =",
            " 0:\n  if 0 goto map else fail #0:11\n map:\n  dma =");
    Verdict verdict = CAMPAIGN.verify(elsewhere);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.NotExecutable.class,
            n -> {
              assertThat(n.reason())
                  .isEqualTo("no run reaches a mapping: the condition 0 is never true");
              assertThat(n.at().orElseThrow().line()).isEqualTo(11);
            });
  }

  @Test
  void aHandleThatNoCallMadeIsNotHeldAgainstTheDriver() throws IOException {
    Program stale =
        changed(
            "single-buffer",
            "  dma = dma_map",
            "  dma_unmap_single(dev, 4096:u64, 64, 2)\n  dma = dma_map");
    assertThat(CAMPAIGN.verify(stale)).isInstanceOf(Verdict.Silent.class);
  }
}
