// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdiet.rewriter.recipe.Outcome.Touched;

/// A line that a rewrite changes and that no compared run came by: what a proof leaves open.
///
/// @param line of the text before, 1-based
public record Unrun(Touched function, Does does, int line) {

  /// The lines of each function together, as `name() unmaps at 12 and 15`.
  public static List<String> words(List<Unrun> all) {
    record Place(Touched function, Does does) {}
    Map<Place, List<Integer>> lines = new LinkedHashMap<>();
    all.forEach(u ->
        lines
            .computeIfAbsent(new Place(u.function(), u.does()), _ -> new ArrayList<>())
            .add(u.line()));
    List<String> words = new ArrayList<>();
    lines.forEach((place, at) ->
        words.add(place.function().function() + "() " + place.does().word() + " at " + listed(at)));
    return words;
  }

  private static String listed(List<Integer> numbers) {
    List<String> words = numbers.stream().distinct().map(String::valueOf).toList();
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
