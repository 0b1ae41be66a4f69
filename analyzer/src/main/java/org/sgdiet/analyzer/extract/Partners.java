// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.syntax.Item;

/// Finds the function that undoes a mapping when the one that maps does not do so itself: in the
/// same file, unmapping what is called like what was mapped.
final class Partners {

  private static final Pattern MAP =
      Pattern.compile(
          "\\b(?:ib_)?dma_map_(?:sg|sgtable|single|page|phys|resource|sg_attrs|single_attrs|page_attrs)"
              + "\\s*\\(([^;]*)");
  private static final Pattern SCSI_MAP = Pattern.compile("\\bscsi_dma_map\\s*\\(");
  private static final Pattern UNMAP =
      Pattern.compile(
          "\\b(?:ib_)?dma_unmap_(?:sg|sgtable|single|page|phys|resource|sg_attrs|single_attrs|page_attrs)"
              + "\\s*\\(([^;]*)");
  private static final Pattern SCSI_UNMAP = Pattern.compile("\\bscsi_dma_unmap\\s*\\(");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

  private final TreeModel tree;

  Partners(TreeModel tree) {
    this.tree = tree;
  }

  /// Functions that may undo what `mapper` maps, the likeliest first.
  List<Found<Item.Function>> of(Found<Item.Function> mapper, FileModel names) {
    String text = tree.text(mapper.path(), mapper.item().span());
    Set<String> mapped = subjects(MAP, text);
    boolean scsi = SCSI_MAP.matcher(text).find();
    List<Candidate> candidates = new ArrayList<>();
    for (Item.Function f : names.functions()) {
      if (f.span().equals(mapper.item().span())) {
        continue;
      }
      String other = tree.text(names.path(), f.span());
      Set<String> unmapped = subjects(UNMAP, other);
      boolean same = unmapped.stream().anyMatch(mapped::contains);
      boolean fits = same || (scsi && SCSI_UNMAP.matcher(other).find());
      boolean maps = MAP.matcher(other).find() || SCSI_MAP.matcher(other).find();
      if (fits && !maps) {
        candidates.add(
            new Candidate(new Found<>(f, names.path()), shared(mapper.item(), f), other.length()));
      }
    }
    return candidates.stream()
        .sorted(
            Comparator.comparingInt(Candidate::sharedTypes)
                .reversed()
                .thenComparingInt(Candidate::length))
        .map(Candidate::function)
        .toList();
  }

  private record Candidate(Found<Item.Function> function, int sharedTypes, int length) {}

  private static int shared(Item.Function a, Item.Function b) {
    return (int)
        b.parameters().stream()
            .filter(p -> a.parameters().stream().anyMatch(q -> q.type().equals(p.type())))
            .count();
  }

  /// The last word of the list or handle argument of each call.
  private static Set<String> subjects(Pattern call, String text) {
    Set<String> subjects = new TreeSet<>();
    Matcher m = call.matcher(text);
    while (m.find()) {
      argument(m.group(1), 1).flatMap(Partners::lastWord).ifPresent(subjects::add);
    }
    return subjects;
  }

  private static Optional<String> argument(String args, int index) {
    int depth = 0;
    int at = 0;
    int start = 0;
    for (int i = 0; i < args.length(); i++) {
      char c = args.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      }
      if ((c == ',' && depth == 0) || depth < 0) {
        if (at == index) {
          return Optional.of(args.substring(start, i));
        }
        at++;
        start = i + 1;
        if (depth < 0) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> lastWord(String expression) {
    String bare = expression.replaceAll("\\[[^\\]]*\\]", "").replaceAll("\\([^()]*\\)", "");
    Matcher m = WORD.matcher(bare);
    String last = "";
    while (m.find()) {
      last = m.group();
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(last);
  }
}
