// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;

/// A call that maps, unmaps, syncs or builds a list or buffer.
///
/// @param file path relative to the tree
/// @param span the call, callee and arguments, in bytes of the file
/// @param line of the first byte of the callee, 1-based
/// @param column of the first byte of the callee, 1-based, in bytes
/// @param function the enclosing function, or the macro whose body it is
/// @param call the C name as written
/// @param role which side of its list or buffer the call touches
/// @param map what is known about it when it maps a scatterlist
/// @param unmaps for a mapping call, the calls that undo it or may undo it, wherever they stand,
///   sorted; for an unmapping or syncing call, empty
/// @param syncs for a mapping call, the sync calls on the same list, sorted
/// @param certain the calls of `unmaps` whose list was shown to be the mapped one, and that do not
///   stand behind a mapping of their own
public record Site(
    String file,
    Span span,
    int line,
    int column,
    String function,
    String call,
    SiteKind kind,
    List<Argument> args,
    Role role,
    Optional<MapFacts> map,
    List<Place> unmaps,
    List<Place> syncs,
    List<Place> certain) {

  /// By file, then position.
  public static final Comparator<Site> ORDER =
      Comparator.comparing(Site::file).thenComparingInt(s -> s.span().start());

  public Site {
    args = List.copyOf(args);
    unmaps = List.copyOf(unmaps);
    syncs = List.copyOf(syncs);
    certain = List.copyOf(certain);
  }

  /// A site all of whose unmaps are certain.
  public Site(
      String file,
      Span span,
      int line,
      int column,
      String function,
      String call,
      SiteKind kind,
      List<Argument> args,
      Role role,
      Optional<MapFacts> map,
      List<Place> unmaps,
      List<Place> syncs) {
    this(file, span, line, column, function, call, kind, args, role, map, unmaps, syncs, unmaps);
  }

  /// This site with other facts about its mapping.
  public Site withMap(MapFacts facts) {
    return new Site(
        file,
        span,
        line,
        column,
        function,
        call,
        kind,
        args,
        role,
        Optional.of(facts),
        unmaps,
        syncs,
        certain);
  }

  /// The call as a place.
  public Place place() {
    return new Place(file, line, function);
  }
}
