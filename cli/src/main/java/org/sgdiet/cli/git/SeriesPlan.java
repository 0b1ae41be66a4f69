// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sgdiet.cli.report.Prose;
import org.sgdiet.rewriter.edit.FileEdits;

/// Rewrites made into patches: one logical change each, fixes first, each patch on top of the ones
/// before it.
///
/// @param patches in the order in which they apply
/// @param heldBack rewrites whose edits touch those of an earlier one; they follow when that one is
///   in
public record SeriesPlan(List<MailPatch> patches, List<Rewrite> heldBack) {

  private static final String UNKNOWN =
      "EDITME: add the Fixes: tag of the commit that brought this; the history does not tell";
  private static final String BLAMED =
      "EDITME: Fixes: names who last changed these lines; check that it did not just move them";

  public SeriesPlan {
    patches = List.copyOf(patches);
    heldBack = List.copyOf(heldBack);
  }

  /// What the plan asks about files.
  ///
  /// @param read the base's content
  /// @param prefix of subjects
  /// @param recipients of a patch to these files, the first of which is what it is about
  /// @param culprit the commit that the lines come from which edits take away
  /// @param root path from the repository's root to the tree
  public record Files(
      Function<String, byte[]> read,
      Function<String, SubjectPrefix> prefix,
      Function<List<String>, List<String>> recipients,
      Function<FileEdits, Optional<Culprit>> culprit,
      String root) {}

  /// Plans a series.
  ///
  /// @param disclosure last paragraph of every log
  /// @param notes what only a person can add, below the `---` of every patch
  public static SeriesPlan of(
      Collection<Rewrite> rewrites, Files files, String disclosure, List<String> notes) {
    Map<List<Object>, List<Rewrite>> groups = new LinkedHashMap<>();
    rewrites.stream()
        .sorted(
            Comparator.comparing(Rewrite::kind)
                .thenComparing(r -> r.files().getFirst())
                .thenComparing(Rewrite::recipe))
        .forEach(r ->
            groups.computeIfAbsent(List.of(r.recipe(), r.files()), _ -> new ArrayList<>()).add(r));
    MergedEdits done = new MergedEdits();
    Set<String> subjects = new HashSet<>();
    List<MailPatch> patches = new ArrayList<>();
    List<Rewrite> heldBack = new ArrayList<>();
    for (List<Rewrite> group : groups.values()) {
      MergedEdits next = done.copy();
      List<Rewrite> taken = new ArrayList<>();
      for (Rewrite rewrite : group) {
        (next.add(rewrite.edits()) ? taken : heldBack).add(rewrite);
      }
      if (!taken.isEmpty()) {
        patches.add(
            patch(taken, changes(taken, done, next, files), files, disclosure, notes, subjects));
        done = next;
      }
    }
    return new SeriesPlan(patches, heldBack);
  }

  private static List<FileChange> changes(
      List<Rewrite> taken, MergedEdits before, MergedEdits after, Files files) {
    Map<String, FileChange> changes = new TreeMap<>();
    for (Rewrite rewrite : taken) {
      rewrite
          .created()
          .forEach((path, content) ->
              changes.put(path, new FileChange(files.root() + path, Optional.empty(), content)));
      for (FileEdits file : rewrite.edits()) {
        String path = file.path();
        byte[] base = files.read().apply(path);
        changes.put(
            path,
            new FileChange(
                files.root() + path,
                Optional.of(before.apply(path, base)),
                after.apply(path, base)));
      }
    }
    return List.copyOf(changes.values());
  }

  private static MailPatch patch(
      List<Rewrite> taken,
      List<FileChange> changes,
      Files files,
      String disclosure,
      List<String> notes,
      Set<String> subjects) {
    Rewrite first = taken.getFirst();
    List<String> paths =
        Stream.concat(Stream.of(first.subjectFile()), first.files().stream()).distinct().toList();
    String subject = files.prefix().apply(first.subjectFile()).subject(first.summary());
    if (!subjects.add(subject)) {
      subject += " in " + first.functions().getFirst() + "()";
      subjects.add(subject);
    }
    List<String> paragraphs = new ArrayList<>();
    taken.stream().flatMap(r -> r.why().stream()).distinct().forEach(paragraphs::add);
    taken.stream().map(Rewrite::evidence).distinct().forEach(paragraphs::add);
    paragraphs.add(disclosure);
    MailPatch patch =
        new MailPatch(
            first.kind(),
            files.root() + first.subjectFile(),
            subject,
            Prose.of(paragraphs),
            notes,
            files.recipients().apply(paths),
            changes);
    return first.kind() == MailPatch.Kind.FIX ? withTags(patch, taken, files) : patch;
  }

  /// The patch with the tags of what it fixes, as far as they are known.
  private static MailPatch withTags(MailPatch patch, List<Rewrite> taken, Files files) {
    List<Optional<Culprit>> culprits =
        taken.stream().flatMap(r -> r.edits().stream()).map(files.culprit()).distinct().toList();
    List<String> tags = culprits.stream().flatMap(Optional::stream).map(Culprit::tag).toList();
    MailPatch tagged = tags.isEmpty() ? patch : patch.withTags(tags).withNote(BLAMED);
    return culprits.stream().allMatch(Optional::isPresent) ? tagged : tagged.withNote(UNKNOWN);
  }
}
