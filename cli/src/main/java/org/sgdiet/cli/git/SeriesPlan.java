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
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;

/// Rewrites made into patches: one logical change each, fixes first, each patch on top of the ones
/// before it.
///
/// @param patches in the order in which they apply
/// @param heldBack rewrites whose edits touch those of an earlier one; they follow when that one is
///   in
public record SeriesPlan(List<MailPatch> patches, List<Rewrite> heldBack) {

  public SeriesPlan {
    patches = List.copyOf(patches);
    heldBack = List.copyOf(heldBack);
  }

  /// What the plan asks about files.
  ///
  /// @param read the base's content
  /// @param prefix of subjects
  /// @param recipients of a patch to these files
  /// @param root path from the repository's root to the tree
  public record Files(
      Function<String, byte[]> read,
      Function<String, SubjectPrefix> prefix,
      Function<String, List<String>> recipients,
      String root) {}

  /// Plans a series.
  ///
  /// @param disclosure last paragraph of every log
  public static SeriesPlan of(Collection<Rewrite> rewrites, Files files, String disclosure) {
    Map<List<Object>, List<Rewrite>> groups = new LinkedHashMap<>();
    rewrites.stream()
        .sorted(
            Comparator.comparingInt(Rewrite::rank)
                .thenComparing(r -> r.files().getFirst())
                .thenComparing(Rewrite::recipe))
        .forEach(r ->
            groups.computeIfAbsent(List.of(r.recipe(), r.files()), _ -> new ArrayList<>()).add(r));
    Map<String, List<Edit>> done = new TreeMap<>();
    Set<String> subjects = new HashSet<>();
    List<MailPatch> patches = new ArrayList<>();
    List<Rewrite> heldBack = new ArrayList<>();
    for (List<Rewrite> group : groups.values()) {
      Map<String, List<Edit>> next = copy(done);
      List<Rewrite> taken = new ArrayList<>();
      for (Rewrite rewrite : group) {
        Optional<Map<String, List<Edit>>> merged = merged(next, rewrite);
        merged.ifPresent(next::putAll);
        (merged.isPresent() ? taken : heldBack).add(rewrite);
      }
      if (!taken.isEmpty()) {
        patches.add(patch(taken, changes(taken, done, next, files), files, disclosure, subjects));
        done = next;
      }
    }
    return new SeriesPlan(patches, heldBack);
  }

  private static Map<String, List<Edit>> copy(Map<String, List<Edit>> edits) {
    Map<String, List<Edit>> copy = new TreeMap<>();
    edits.forEach((path, list) -> copy.put(path, List.copyOf(list)));
    return copy;
  }

  /// The files of `rewrite` with its edits beside those of `before`; empty when two of them
  /// overlap.
  private static Optional<Map<String, List<Edit>>> merged(
      Map<String, List<Edit>> before, Rewrite rewrite) {
    Map<String, List<Edit>> merged = new TreeMap<>();
    for (FileEdits file : rewrite.edits()) {
      List<Edit> old = before.getOrDefault(file.path(), List.of());
      List<Edit> all = Stream.concat(old.stream(), file.edits().stream()).distinct().toList();
      try {
        merged.put(file.path(), new FileEdits(file.path(), all).edits());
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
    return Optional.of(merged);
  }

  private static List<FileChange> changes(
      List<Rewrite> taken,
      Map<String, List<Edit>> before,
      Map<String, List<Edit>> after,
      Files files) {
    return taken.stream()
        .flatMap(r -> r.files().stream())
        .distinct()
        .sorted()
        .map(path -> {
          byte[] base = files.read().apply(path);
          return new FileChange(
              files.root() + path,
              Optional.of(edited(path, before, base)),
              edited(path, after, base));
        })
        .toList();
  }

  private static byte[] edited(String path, Map<String, List<Edit>> edits, byte[] base) {
    return new FileEdits(path, edits.getOrDefault(path, List.of())).apply(base);
  }

  private static MailPatch patch(
      List<Rewrite> taken,
      List<FileChange> changes,
      Files files,
      String disclosure,
      Set<String> subjects) {
    Rewrite first = taken.getFirst();
    String file = first.files().getFirst();
    String subject = files.prefix().apply(file).subject(first.summary());
    if (!subjects.add(subject)) {
      subject += " in " + first.functions().getFirst() + "()";
      subjects.add(subject);
    }
    List<String> paragraphs = new ArrayList<>();
    taken.stream().flatMap(r -> r.why().stream()).distinct().forEach(paragraphs::add);
    taken.stream().map(Rewrite::evidence).distinct().forEach(paragraphs::add);
    paragraphs.add(disclosure);
    return new MailPatch(
        subject,
        Prose.of(paragraphs),
        List.of("EDITME: say what was built and on which hardware it was tried"),
        files.recipients().apply(file),
        changes);
  }
}
