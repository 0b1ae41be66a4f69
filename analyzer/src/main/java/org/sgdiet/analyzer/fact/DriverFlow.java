// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ControlFlow;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.ListUses;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Provenance;
import org.sgdiet.analyzer.model.flow.ValueFlow;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A driver and everything that is followed through it, shared by the facts. Confined to one
/// thread.
public final class DriverFlow {

  private static final int MOST_CALLS = 3;
  private static final Set<String> OUTPUT_FIELDS = Set.of("dma_address", "dma_length");

  private final Driver driver;
  private final KernelApi api;
  private final ValueFlow flow;
  private final Provenance provenance;
  private final ListUses uses;
  private final Map<Body, ControlFlow> ways = new HashMap<>();
  private final Set<String> readers;
  private final Set<String> fillers;
  private final Map<String, List<DriverFile>> near = new HashMap<>();
  private final Map<DriverFile, List<ListUse>> readersIn = new HashMap<>();
  private final Map<DriverFile, List<ListUse>> fillersIn = new HashMap<>();
  private final IdentityHashMap<ListUse, Set<Path>> seen = new IdentityHashMap<>();
  private final IdentityHashMap<ListUse, List<Path>> back = new IdentityHashMap<>();

  DriverFlow(Driver driver, KernelApi api) {
    this.driver = driver;
    this.api = api;
    this.flow = new ValueFlow(driver, api);
    this.provenance = new Provenance(flow);
    this.uses = new ListUses(flow);
    this.readers = new LinkedHashSet<>(api.names(DriverFlow::reads));
    readers.addAll(OUTPUT_FIELDS);
    this.fillers = api.names(DriverFlow::fills);
  }

  private static boolean reads(KernelCall k) {
    return switch (k.effect()) {
      case PREP, REGISTER, EXPORT, WALK_PAGES -> true;
      case ACCESS, WALK -> ListUses.side(k) == Role.OUTPUT;
      case MAP, UNMAP, SYNC, BUILD, INIT, FILL, ALLOC, FREE, STEP, COPY, TEST, QUERY, COUNT ->
          false;
    };
  }

  private static boolean fills(KernelCall k) {
    return switch (k.effect()) {
      case BUILD, INIT, FILL, ALLOC -> true;
      case MAP,
          UNMAP,
          SYNC,
          FREE,
          WALK,
          STEP,
          ACCESS,
          COPY,
          PREP,
          REGISTER,
          EXPORT,
          TEST,
          QUERY,
          COUNT,
          WALK_PAGES ->
          false;
    };
  }

  /// The files and functions.
  public Driver driver() {
    return driver;
  }

  /// The kernel's interfaces.
  public KernelApi api() {
    return api;
  }

  /// The ways through a function.
  public ControlFlow ways(Body body) {
    return ways.computeIfAbsent(body, b -> ControlFlow.of(b.function().body()));
  }

  /// Values inside a function.
  public ValueFlow flow() {
    return flow;
  }

  /// Values across functions.
  public Provenance provenance() {
    return provenance;
  }

  /// The uses of lists.
  public ListUses uses() {
    return uses;
  }

  /// The files that make up one driver with the file at `path`, that one first.
  public List<DriverFile> near(String path) {
    return near.computeIfAbsent(
        path,
        p -> {
          List<DriverFile> files = new ArrayList<>();
          driver.file(p).ifPresent(files::add);
          driver.files().stream()
              .filter(f -> !f.path().equals(p) && driver.linked(p, f.path()))
              .forEach(files::add);
          return files;
        });
  }

  /// The uses that read outputs of some list, or hand it on, in the driver around a file.
  public List<ListUse> readersNear(String path) {
    return near(path).stream().flatMap(f -> readersIn(f).stream()).toList();
  }

  /// The uses that read outputs of some list, or hand it on, in a file.
  public List<ListUse> readersIn(DriverFile file) {
    return readersIn.computeIfAbsent(
        file, f -> uses(f, readers, u -> u.call().map(DriverFlow::reads).orElse(u.readsOutput())));
  }

  /// The uses that fill some list, in the driver around a file and in the files that `back` leads
  /// to.
  List<ListUse> fillersNear(String path, List<Path> back) {
    List<ListUse> found = new ArrayList<>(fillersNear(path));
    Set<String> files = new LinkedHashSet<>();
    back.forEach(p -> p.root().owner().ifPresent(b -> files.add(b.file().path())));
    near(path).forEach(f -> files.remove(f.path()));
    for (String file : files) {
      driver.file(file).ifPresent(f -> found.addAll(fillersIn(f)));
    }
    return found;
  }

  private List<ListUse> fillersNear(String path) {
    return near(path).stream().flatMap(f -> fillersIn(f).stream()).toList();
  }

  private List<ListUse> fillersIn(DriverFile file) {
    return fillersIn.computeIfAbsent(
        file,
        f ->
            uses(
                f,
                fillers,
                u -> u.call().map(DriverFlow::fills).orElse(u.effect() == Effect.FILL)));
  }

  private List<ListUse> uses(DriverFile file, Set<String> words, Predicate<ListUse> wanted) {
    return file.functionsMentioning(words).stream()
        .flatMap(b -> uses.in(b).stream())
        .filter(wanted)
        .toList();
  }

  /// Where the list of a use comes from, nearest first.
  public List<Path> back(ListUse use) {
    List<Path> known = back.get(use);
    if (known == null) {
      known = provenance.back(provenance.fromCallers(use.values()), use.body());
      back.put(use, known);
    }
    return known;
  }

  /// What the list of a use is, in the function and as its callers name it.
  Set<Path> seenByCallers(ListUse use) {
    return seen.computeIfAbsent(use, u -> provenance.seenByCallers(u.values()));
  }

  /// Whether the list of a use may be one that comes from `paths`.
  public boolean meets(ListUse use, List<Path> paths) {
    return provenance.meet(back(use), paths);
  }

  /// Whether control can come from one place of a function to another one; it is taken to where
  /// either place is none that is evaluated.
  boolean leads(Body body, Span from, Span to) {
    ControlFlow ways = ways(body);
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    boolean isPlace = false;
    for (int i = 0; i < ways.size(); i++) {
      boolean there = evaluates(ways, i, to);
      isPlace |= there;
      if (evaluates(ways, i, from)) {
        if (there && from.start() < to.start()) {
          return true;
        }
        open.add(i);
      }
    }
    if (!isPlace || open.isEmpty()) {
      return true;
    }
    while (!open.isEmpty()) {
      for (int next : ways.successors(open.remove())) {
        if (!seen.get(next)) {
          if (evaluates(ways, next, to)) {
            return true;
          }
          seen.set(next);
          open.add(next);
        }
      }
    }
    return false;
  }

  /// Whether a function only runs where the one that maps calls it, or what it calls does, and
  /// where control does not come from the mapping.
  boolean runsBefore(FoundCall map, Body function) {
    return runsBefore(map, function, MOST_CALLS);
  }

  private boolean runsBefore(FoundCall map, Body function, int calls) {
    Body mapper = map.body();
    return function != mapper
        && calls > 0
        && provenance.isOnlyCalled(function)
        && driver.callers(function).stream()
            .allMatch(c ->
                c.caller() == mapper
                    ? !leads(mapper, map.call().span(), c.call().span())
                    : runsBefore(map, c.caller(), calls - 1));
  }

  private static boolean evaluates(ControlFlow ways, int node, Span span) {
    return ways.expressions(node).stream().anyMatch(e -> e.span().contains(span));
  }

  /// Whether a member holds the entry that a walk has come to: it is stepped from what it held.
  boolean isCursor(MemberKey member) {
    return provenance.stores(member).stream()
        .anyMatch(s ->
            s.value() instanceof Expr.Call call
                && call.name()
                    .flatMap(n -> api.call(n, call.args().size()))
                    .filter(k -> k.effect() == Effect.STEP && k.subject() == Subject.ENTRY)
                    .isPresent());
  }

  /// How many calls away from `from` the function `to` is, 0 for itself; empty when no chain of at
  /// most `most` calls leads there.
  Optional<Integer> callsBetween(Body from, Body to, int most) {
    Set<Body> seen = new LinkedHashSet<>(Set.of(to));
    Set<Body> edge = Set.of(to);
    for (int distance = 0; distance <= most; distance++) {
      if (edge.contains(from)) {
        return Optional.of(distance);
      }
      Set<Body> next = new LinkedHashSet<>();
      for (Body b : edge) {
        driver.callers(b).forEach(c -> next.add(c.caller()));
      }
      next.removeIf(b -> !seen.add(b));
      edge = next;
    }
    return Optional.empty();
  }
}
