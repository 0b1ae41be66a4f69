// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.fact.Consumption.Use;
import org.sgdiet.analyzer.fact.Consumption.Where;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// Finds who reads the outputs of a mapping, in the mapping function, in what it calls, and where
/// the list gets through a structure.
final class Readers {

  static final int FARTHEST_HELPER = 4;

  private final DriverFlow facts;
  private final NearerMappings nearer;
  private final InPlace inPlace;

  Readers(DriverFlow facts, NearerMappings nearer) {
    this.facts = facts;
    this.inPlace = new InPlace(facts);
    this.nearer = nearer;
  }

  private record At(Body body, Expr list, int line) {}

  /// Everybody who reads what `found` maps, by place. Where all who may are nearer to another
  /// mapping, they are named all the same: a mapping is made to be read.
  ///
  /// @param back where the list comes from, nearest first
  /// @param single whether one entry is mapped, of which nobody reads entry by entry
  List<Reader> of(FoundCall found, List<Path> back, boolean single) {
    List<Path> others = inPlace.others(found, back);
    List<Path> mapped = Stream.concat(back.stream(), others.stream()).toList();
    List<ListUse> met =
        facts.readersNear(found.body().file().path()).stream()
            .filter(u -> !u.writes() && !isCallOf(u, found.body()) && facts.meets(u, mapped))
            .filter(u -> !nearer.isOnOtherWay(found, u.body(), u.span()) && !undoesOneBuffer(u))
            .filter(u -> others.isEmpty() || facts.meets(u, back) || !inPlace.isApart(u, back))
            .filter(u -> !inPlace.contradicts(found, u.body(), u.span(), u.list()))
            .filter(u -> !facts.runsBefore(found, u.body()))
            .filter(u -> !single || !isOtherElement(found, u))
            .toList();
    List<ListUse> own = met.stream().filter(u -> !nearer.isNearerTo(found, u)).toList();
    return (own.isEmpty() ? met : own)
        .stream()
            .flatMap(u -> readers(found, u, mapped, single).stream())
            .distinct()
            .sorted(Comparator.comparing(Reader::place))
            .toList();
  }

  private static boolean isOtherElement(FoundCall found, ListUse use) {
    return found.subject().filter(s -> Apart.areOtherElements(s, use.list())).isPresent();
  }

  /// Whether the address of an entry goes to a call that undoes the mapping of one buffer: somebody
  /// has mapped that buffer, and put its handle into the entry.
  private boolean undoesOneBuffer(ListUse use) {
    return use.body().calls().stream()
        .filter(c -> c.span().contains(use.span()))
        .flatMap(c -> c.name().flatMap(n -> facts.api().call(n, c.args().size())).stream())
        .anyMatch(k -> k.effect() == Effect.UNMAP && !k.subject().isList());
  }

  /// Whether a list is handed to the function that maps it.
  private static boolean isCallOf(ListUse use, Body mapper) {
    return use.call().filter(k -> k.name().equals(mapper.name())).isPresent();
  }

  /// A use where it stands, or, when it reads one entry for a loop of its callers, where those
  /// stand.
  private List<Reader> readers(FoundCall found, ListUse use, List<Path> back, boolean single) {
    Body mapper = found.body();
    if (isAccess(use) && !isPrepared(use) && !varies(found, use.body(), use.list())) {
      List<At> callers =
          callers(use, back).stream()
              .filter(c -> !nearer.isOnOtherWay(found, c.body(), c.list().span()))
              .toList();
      if (callers.stream().anyMatch(c -> entryByEntry(found, c, single))) {
        List<At> own =
            callers.stream().filter(c -> !nearer.isNearerTo(found, c.body(), c.list())).toList();
        return (own.isEmpty() ? callers : own)
            .stream()
                .map(c ->
                    reader(
                        mapper,
                        c,
                        entryByEntry(found, c, single) ? Use.DESCRIPTOR_LOOP : Use.SINGLE_ADDRESS))
                .toList();
      }
    }
    return List.of(
        reader(mapper, new At(use.body(), use.list(), use.line()), kind(found, use, single)));
  }

  /// Whether a caller hands on one entry after the other, in a loop.
  private boolean entryByEntry(FoundCall found, At caller, boolean single) {
    return varies(found, caller.body(), caller.list())
        || (!single
            && caller.body().inLoop(caller.list().span().start())
            && hasCursor(facts.flow().paths(caller.body(), caller.list())));
  }

  private Reader reader(Body mapper, At at, Use kind) {
    Optional<Integer> calls = facts.callsBetween(mapper, at.body(), FARTHEST_HELPER);
    String file = at.body().file().path();
    boolean sameFile = mapper.file().path().equals(file);
    Where where;
    if (calls.filter(c -> c == 0).isPresent()) {
      where = Where.SAME_FUNCTION;
    } else if (calls.isPresent()) {
      where = sameFile ? Where.HELPER_SAME_FILE : Where.HELPER_OTHER_FILE;
    } else {
      where = sameFile ? Where.OTHER_FUNCTION_SAME_FILE : Where.OTHER_FILE_SAME_DIR;
    }
    if (kind == Use.RDMA_MR && calls.isEmpty()) {
      where = Where.OTHER_FUNCTION;
    }
    return new Reader(kind, where, new Place(file, at.line(), at.body().name()));
  }

  private static boolean isAccess(ListUse use) {
    return use.call().map(k -> k.effect() == Effect.ACCESS).orElse(true);
  }

  private Use kind(FoundCall found, ListUse use, boolean single) {
    Effect effect = use.call().map(KernelCall::effect).orElse(Effect.ACCESS);
    return switch (effect) {
      case PREP -> Use.DMAENGINE_PREP;
      case REGISTER -> Use.RDMA_MR;
      case WALK_PAGES -> Use.PAGE_TABLE_LOOP;
      case WALK -> Use.DESCRIPTOR_LOOP;
      case EXPORT -> Use.SINGLE_ADDRESS;
      case ACCESS -> {
        if (isPrepared(use)) {
          yield Use.DMAENGINE_PREP;
        }
        yield entryByEntry(found, use, single) ? Use.DESCRIPTOR_LOOP : Use.SINGLE_ADDRESS;
      }
      case MAP, UNMAP, SYNC, BUILD, INIT, FILL, ALLOC, FREE, STEP, COPY, TEST, QUERY, COUNT ->
          Use.OTHER_SUBSYSTEM_OR_NONE;
    };
  }

  /// Whether an accessor stands in the arguments of a dmaengine call.
  private boolean isPrepared(ListUse use) {
    return use.body().calls().stream()
        .filter(c -> c.span().contains(use.span()))
        .flatMap(c -> c.name().flatMap(n -> facts.api().call(n, c.args().size())).stream())
        .anyMatch(k -> k.effect() == Effect.PREP);
  }

  /// Whether an accessor reads one entry after the other: in a loop that changes the entry, or
  /// through a member that a walk steps along the list.
  private boolean entryByEntry(FoundCall found, ListUse use, boolean single) {
    return varies(found, use.body(), use.list())
        || (!single && use.inLoop() && hasCursor(use.values()));
  }

  private boolean hasCursor(Set<Path> list) {
    return list.stream().anyMatch(p -> p.last().filter(facts::isCursor).isPresent());
  }

  /// The calls that hand the mapped list, or an entry of it, to a reader that takes it as a
  /// parameter.
  private List<At> callers(ListUse use, List<Path> back) {
    List<At> found = new ArrayList<>();
    for (Path path : use.values()) {
      if (path.root() instanceof Root.Parameter(Body function, int index)
          && path.members().isEmpty()
          && function == use.body()) {
        for (CallSite site : facts.driver().callers(function)) {
          if (index < site.call().args().size()) {
            Expr list = site.call().args().get(index);
            if (facts.provenance().meet(facts.provenance().of(site.caller(), list), back)) {
              found.add(
                  new At(site.caller(), list, site.caller().line(site.call().span().start())));
            }
          }
        }
      }
    }
    return found;
  }

  /// Whether a name in `entry` gets another value in any loop around it. A loop that maps anew each
  /// time around does not walk what was mapped.
  private static boolean varies(FoundCall map, Body body, Expr entry) {
    List<Span> around =
        body.loops().stream()
            .filter(l -> l.contains(entry.span().start()))
            .filter(l -> body != map.body() || !l.contains(map.call().span().start()))
            .toList();
    boolean[] found = {false};
    Parts.forEachExpr(
        entry,
        e -> {
          if (e instanceof Expr.Name(String id, _)) {
            found[0] |=
                body.definitions().stream()
                    .anyMatch(d ->
                        around.stream().anyMatch(l -> l.contains(d.span()))
                            && d.target() instanceof Expr.Name(String name, _)
                            && name.equals(id));
          }
        });
    return found[0];
  }
}
