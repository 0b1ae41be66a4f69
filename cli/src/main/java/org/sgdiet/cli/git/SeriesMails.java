// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// A planned series as files: a mail for each patch, a cover letter from three patches on, and a
/// plan for posting.
///
/// @param plan what is written
/// @param owners the MAINTAINERS section that takes each patch
/// @param base the commit the series stands on, when there is one
/// @param version of the posting, 1 for the first
/// @param earlier the version before, where it is at hand
/// @param tool name and version of this program
/// @param disclosure what the cover says about how the series came about
/// @param toSay what the cover leaves for a person to say
public record SeriesMails(
    SeriesPlan plan,
    List<String> owners,
    Optional<GitBase> base,
    int version,
    Optional<EarlierPosting> earlier,
    String tool,
    String disclosure,
    String toSay) {

  /// From this number of patches on there is a cover letter.
  private static final int COVER = 3;

  public SeriesMails {
    owners = List.copyOf(owners);
  }

  /// The files. The cover ends in `.txt`, so that `git am DIR/*.patch` takes the patches alone.
  public SeriesFiles files() {
    Identity author = base.map(GitBase::identity).orElseGet(Identity::ofUser);
    MailForm form = new MailForm(author, base.map(GitBase::date), version, tool);
    List<MailPatch> patches = plan.patches();
    SeriesFiles files = new SeriesFiles();
    boolean withCover = patches.size() >= COVER;
    if (withCover) {
      List<String> recipients =
          patches.stream().flatMap(p -> p.recipients().stream()).distinct().toList();
      files.add(
          "0000-cover-letter.txt",
          form.cover(
              CoverLetter.subject(patches),
              CoverLetter.text(plan, author, earlier.map(e -> e.notes(patches)), disclosure, toSay),
              recipients,
              patches.size(),
              trailer()));
    }
    for (int i = 0; i < patches.size(); i++) {
      boolean first = i == 0 && !withCover;
      files.add(
          patches.get(i).fileName(i + 1),
          form.patch(
              withNote(patches.get(i)), i + 1, patches.size(), first ? trailer() : List.of()));
    }
    files.add("POSTING.txt", CoverLetter.postingPlan(patches, owners).getBytes(UTF_8));
    return files;
  }

  private MailPatch withNote(MailPatch patch) {
    return earlier.map(e -> patch.withNote(e.note(patch))).orElse(patch);
  }

  private List<String> trailer() {
    List<String> lines = new ArrayList<>();
    base.ifPresent(b -> lines.add("base-commit: " + b.commit().name()));
    lines.add("change-id: " + earlier.flatMap(EarlierPosting::changeId).orElseGet(this::changeId));
    return lines;
  }

  /// What all versions of a series share: the base's day, and what its first version is about.
  private String changeId() {
    String day =
        base.map(b ->
                b.date()
                        .withZoneSameInstant(ZoneOffset.UTC)
                        .format(DateTimeFormatter.BASIC_ISO_DATE)
                        .substring(0, 8)
                    + "-")
            .orElse("");
    StringBuilder subjects = new StringBuilder();
    plan.patches().forEach(p -> subjects.append(p.subject()).append('\n'));
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return day
          + "dma-sides-"
          + formatter
              .idFor(Constants.OBJ_BLOB, subjects.toString().getBytes(UTF_8))
              .abbreviate(12)
              .name();
    }
  }
}
