// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.MapFacts.Blocker;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.ListUses;
import org.sgdiet.analyzer.model.flow.Path;

/// The sites of the drivers in one directory, with all that is known about them.
public final class DriverFacts {

  private final Driver driver;
  private final DriverFlow facts;
  private final Map<String, List<FoundCall>> found = new LinkedHashMap<>();
  private final List<FoundCall> calls;
  private final IdentityHashMap<FoundCall, Map<SiteKind, List<FoundCall>>> belonging =
      new IdentityHashMap<>();
  private final IdentityHashMap<FoundCall, Map<Class<?>, Object>> workedOut =
      new IdentityHashMap<>();
  private final Map<Class<?>, Object> ofAll = new HashMap<>();
  private final Undoing undoing;
  private final Origins origins;
  private final Readers readers;
  private final Bookkeepings bookkeepings;
  private final Decisions decisions;
  private final Openings openings;
  private final Set<String> openNames = new TreeSet<>();

  /// Facts of `driver`.
  public DriverFacts(Driver driver, KernelApi api) {
    this.driver = driver;
    this.facts = new DriverFlow(driver, api);
    SiteFinder finder = new SiteFinder(api);
    for (DriverFile file : driver.files()) {
      List<FoundCall> calls = finder.in(file);
      if (!calls.isEmpty()) {
        found.put(file.path(), calls);
      }
    }
    this.calls = found.values().stream().flatMap(List::stream).toList();
    this.undoing = new Undoing(facts, found);
    this.origins = new Origins(facts);
    this.readers = new Readers(facts, undoing.nearer());
    this.bookkeepings = new Bookkeepings(facts);
    this.decisions = new Decisions(facts);
    this.openings = new Openings(facts);
  }

  /// The sites as calls in their functions, by file, then position.
  public List<FoundCall> calls() {
    return calls;
  }

  /// The files with sites.
  public List<DriverFile> files() {
    return driver.files().stream().filter(f -> found.containsKey(f.path())).toList();
  }

  /// The calls that undo or sync what `map` maps, in the order of the driver's files.
  public List<FoundCall> belonging(FoundCall map, SiteKind kind) {
    return belonging
        .computeIfAbsent(map, _ -> new EnumMap<>(SiteKind.class))
        .computeIfAbsent(kind, k -> undoing.calls(map, k));
  }

  /// The places of the calls that were shown to belong to `map`, sorted.
  private List<Place> places(FoundCall map, SiteKind kind) {
    return belonging(map, kind).stream().map(FoundCall::place).distinct().sorted().toList();
  }

  /// How the counts of a mapping call are kept.
  public Bookkeeping bookkeeping(FoundCall map) {
    return bookkeepings.of(map);
  }

  /// Whether a mapping call passes exactly one entry, so that both counts are one.
  public boolean isSingle(FoundCall map) {
    return bookkeepings.isSingle(map);
  }

  /// Whether a use of a list may be on the list that `map` maps.
  public boolean meets(ListUse use, FoundCall map) {
    return facts.meets(use, undoing.back(map));
  }

  /// What is worked out about a call once, for all who ask for a `kind` of thing.
  ///
  /// @param make must not ask for the same thing
  public <T> T once(FoundCall call, Class<T> kind, Supplier<T> make) {
    Map<Class<?>, Object> known = workedOut.computeIfAbsent(call, _ -> new HashMap<>());
    Object found = known.get(kind);
    if (found == null) {
      found = make.get();
      known.put(kind, found);
    }
    return kind.cast(found);
  }

  /// What is worked out about all the calls once, for all who ask for a `kind` of thing.
  public <T> T once(Class<T> kind, Supplier<T> make) {
    Object found = ofAll.get(kind);
    if (found == null) {
      found = make.get();
      ofAll.put(kind, found);
    }
    return kind.cast(found);
  }

  /// What is followed through the driver.
  public DriverFlow flow() {
    return facts;
  }

  /// The sites, by file, then position.
  public List<Site> sites() {
    return sites(_ -> true);
  }

  /// The sites of the files for which `wanted` holds, by file, then position.
  public List<Site> sites(Predicate<String> wanted) {
    List<Site> sites = new ArrayList<>();
    found.forEach((file, calls) -> {
      if (wanted.test(file)) {
        calls.forEach(c -> sites.add(site(c)));
      }
    });
    sites.sort(Site.ORDER);
    return sites;
  }

  /// The names that lead out of the driver where the facts of its sites end: with the files that
  /// mention them, more can be said. Known after [#sites].
  public Set<String> openNames() {
    return Set.copyOf(openNames);
  }

  private Site site(FoundCall call) {
    boolean maps = call.kernel().effect() == Effect.MAP;
    List<Place> certain = maps ? places(call, SiteKind.UNMAP) : List.of();
    List<Place> unmaps = maps ? undoing.likely(call) : List.of();
    List<Place> syncs = maps ? places(call, SiteKind.SYNC) : List.of();
    Place place = call.place();
    return new Site(
        place.file(),
        call.call().span(),
        place.line(),
        call.body().file().column(call.call().span().start()),
        place.function(),
        call.kernel().name(),
        call.kind(),
        call.args(),
        ListUses.side(call.kernel()),
        maps && call.isList() ? Optional.of(map(call, unmaps, certain)) : Optional.empty(),
        unmaps,
        syncs,
        certain);
  }

  private MapFacts map(FoundCall call, List<Place> unmaps, List<Place> certain) {
    List<Path> back = undoing.back(call);
    Origin origin = origins.of(call, back);
    Bookkeeping bookkeeping = bookkeepings.of(call);
    boolean single = bookkeepings.isSingle(call);
    List<Reader> found = readers.of(call, back, single);
    Consumption consumption = Consumptions.of(call.body(), found, origin);
    if (origin == Origin.UNKNOWN) {
      openNames.addAll(openings.toOrigin(back));
    }
    if (consumption.equals(Consumption.NONE)) {
      openNames.addAll(openings.toReaders(call, back));
    }
    String framework = new Frameworks(driver).of(call.body(), origin, found);
    Decisions.Known known =
        new Decisions.Known(
            call,
            origin,
            consumption,
            found,
            single,
            bookkeeping,
            framework,
            back,
            !unmaps.isEmpty(),
            !certain.isEmpty());
    List<Blocker> blockers = decisions.blockers(known);
    return new MapFacts(
        origin,
        consumption,
        found,
        single,
        bookkeeping,
        framework,
        List.of(),
        blockers,
        decisions.decide(known, blockers));
  }
}
