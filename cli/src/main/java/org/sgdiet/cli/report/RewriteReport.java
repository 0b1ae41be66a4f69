// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.cli.report.RewriteResult.Refused;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.rewriter.validate.Unrun;
import org.sgdiet.rewriter.validate.Validation;

/// Proposed rewrites and refusals, as a patch with remarks or as `sgdiet/rewrite/1`.
public final class RewriteReport {
  private RewriteReport() {}

  record Document(String schema, List<ProposalEntry> proposals, List<Refused> refusals) {}

  record ProposalEntry(
      String file,
      String function,
      String recipe,
      String recipeId,
      String dialect,
      String stage,
      String verdict,
      String reason,
      int runs,
      CostEntry costs,
      List<UnrunEntry> unrun,
      List<String> sites,
      String diff) {
    static ProposalEntry of(Proposed p) {
      return new ProposalEntry(
          p.file(),
          p.function(),
          p.recipe().family(),
          p.recipe().id(),
          p.dialect().word(),
          p.stage(),
          p.validation().word(),
          p.validation().describe(),
          p.validation().runs(),
          CostEntry.of(p.validation()),
          p.validation().unrun().stream().map(UnrunEntry::of).toList(),
          p.sites().stream().map(s -> s.file() + ":" + s.line()).toList(),
          readable(p.diff()));
    }
  }

  /// A changed line that no compared run came by.
  ///
  /// @param does `maps`, `reads`, `unmaps` or `changes`
  record UnrunEntry(String file, String function, int line, String does) {
    static UnrunEntry of(Unrun u) {
      return new UnrunEntry(
          u.function().file(), u.function().function(), u.line(), u.does().word());
    }
  }

  record CostEntry(
      Optional<Validation.Cost> before, Optional<Validation.Cost> after, boolean dearer) {
    static CostEntry of(Validation v) {
      return new CostEntry(v.costBefore(), v.costAfter(), v.dearer());
    }
  }

  /// Writes `sgdiet/rewrite/1`.
  public static void json(RewriteResult result, PrintStream out) {
    Json.write(
        new Document(
            "sgdiet/rewrite/1",
            result.proposals().stream().map(ProposalEntry::of).toList(),
            result.refusals()),
        out);
  }

  /// Writes `patch`, with a remark on each proposal before it and on each refusal behind it; `git
  /// apply` and `patch` pass remarks over.
  ///
  /// @param patch the diffs of all good proposals together, one latin-1 character a byte
  /// @param missing what the tree needs before the patch compiles
  public static void diff(
      RewriteResult result, String patch, Optional<String> missing, Paint paint, PrintStream out) {
    missing.ifPresent(m -> out.println("# " + m));
    for (Proposed p : result.proposals()) {
      String verdict = p.validation().word();
      out.println(
          "# %s:%s: %s %s: %s: %s%s"
              .formatted(
                  p.file(),
                  p.function(),
                  p.recipe().family(),
                  p.recipe().title(),
                  verdict.equals("proved") ? paint.good(verdict) : paint.bad(verdict),
                  p.validation().describe(),
                  price(p.validation())));
    }
    for (String line : patch.split("(?<=\n)", -1)) {
      byte[] bytes = painted(line, paint).getBytes(ISO_8859_1);
      out.write(bytes, 0, bytes.length);
    }
    for (Refused r : result.refusals()) {
      out.println(
          "# %s:%d: %s(): %s %s: %s"
              .formatted(r.file(), r.line(), r.function(), r.recipe(), r.kind(), r.reason()));
    }
    out.println("# " + summary(result));
  }

  /// What a rewrite costs more than the text before; such a rewrite is left out of the patch.
  private static String price(Validation v) {
    if (!v.dearer()) {
      return "";
    }
    Validation.Cost before = v.costBefore().orElseThrow();
    Validation.Cost after = v.costAfter().orElseThrow();
    return "; left out because it is dearer behind an IOMMU: %d IOVA allocations instead of %d, %d IOTLB syncs instead of %d"
        .formatted(
            after.iovaAllocations(),
            before.iovaAllocations(),
            after.iotlbSyncs(),
            before.iotlbSyncs());
  }

  private static String painted(String line, Paint paint) {
    if (!paint.on() || line.isBlank()) {
      return line;
    }
    String bare = line.stripTrailing();
    return switch (line.charAt(0)) {
      case '+' -> paint.good(bare) + "\n";
      case '-' -> paint.bad(bare) + "\n";
      case '@' -> paint.note(bare) + "\n";
      default -> line;
    };
  }

  /// How many of each verdict, in one line.
  static String summary(RewriteResult result) {
    List<String> words = result.proposals().stream().map(p -> p.validation().word()).toList();
    return "%s proposed: %d proved, %d not executable, %d left out as wrong, %d as dearer; %s refused or in need of help"
        .formatted(
            Prose.counted(words.size(), "rewrite"),
            words.stream().filter("proved"::equals).count(),
            words.stream().filter("not-executable"::equals).count(),
            words.stream().filter("differs"::equals).count(),
            result.proposals().stream().filter(p -> p.validation().dearer()).count(),
            Prose.counted(result.refusals().size(), "site"));
  }

  /// A diff as text for JSON: UTF-8 where the file is, else latin-1.
  static String readable(String diff) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(diff.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException _) {
      return diff;
    }
  }
}
