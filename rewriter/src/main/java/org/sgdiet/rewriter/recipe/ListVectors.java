// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.vector.MappedList;
import org.sgdiet.rewriter.vector.VectorRewrite;

/// Stage outputs for lists that `dma_map_sg()` maps: all lists that one function maps, and every
/// function of the driver that maps, reads or unmaps them.
final class ListVectors implements MappedList {

  private static final Set<String> UNIT =
      Set.of(
          "dma_map_sg",
          "dma_map_sg_attrs",
          "dma_map_sgtable",
          "dma_unmap_sg",
          "dma_unmap_sgtable",
          "sg_dma_address",
          "sg_dma_len");
  private static final Set<String> WORDS =
      Set.of(
          "scatterlist",
          "sg_table",
          "dma_map_sg",
          "dma_map_sg_attrs",
          "dma_map_sgtable",
          "dma_unmap_sg",
          "dma_unmap_sg_attrs",
          "dma_unmap_sgtable",
          "for_each_sg",
          "sg_dma_address",
          "sg_dma_len");

  private final CodeTree tree;
  private final List<FunctionCode> functions;
  private final Map<String, ListKey> keys = new LinkedHashMap<>();
  private final KeptLists kept = new KeptLists();
  private final Map<String, VectorHome> homes = new LinkedHashMap<>();
  private final List<Occurrence> maps = new ArrayList<>();
  private final List<Occurrence> unmaps = new ArrayList<>();
  private final Set<Entity.Local> aliases = new LinkedHashSet<>();
  private final MappedTables tables;
  private final Draft draft = new Draft();
  private Set<FunctionCode> readers = Set.of();
  private Set<String> remarks = Set.of();

  private ListVectors(Occurrence map, CodeTree tree) throws RefusedException {
    this.tree = tree;
    DriverUnit unit = DriverUnit.of(map.path(), UNIT, tree);
    this.functions = new ArrayList<>(unit.functions(WORDS, tree));
    lists(map);
    kept.requireConstant(name -> unit.functions(Set.of(name), tree));
    Set<String> names = new LinkedHashSet<>(UNIT);
    names.addAll(members());
    DriverUnit.of(map.path(), names, tree).functions(members(), tree).stream()
        .filter(f -> !functions.contains(f))
        .forEach(functions::add);
    homes(map);
    ListUses uses = new ListUses(tree, functions, (e, c) -> key(e, c).isPresent());
    this.tables = new MappedTables(k -> ours(k).isPresent(), maps);
    check(uses);
    requireUnmaps(map);
    edit();
  }

  /// The conversion of the lists that `map` and its function map.
  static ListVectors of(Occurrence map, CodeTree tree) throws RefusedException {
    return new ListVectors(map, tree);
  }

  /// The patch, proposed for the function of `map`.
  Outcome.Proposal proposal(Occurrence map, String summary, String why) {
    Set<FunctionCode> mappers = new LinkedHashSet<>();
    maps.forEach(m -> mappers.add(m.in()));
    Set<FunctionCode> touched = new LinkedHashSet<>(List.of(map.in()));
    unmaps.forEach(u -> touched.add(u.in()));
    touched.addAll(readers);
    return new Outcome.Proposal(
        draft.files(),
        touched.stream()
            .filter(c -> c == map.in() || !mappers.contains(c))
            .map(c -> new Outcome.Touched(c.file().path(), c.name()))
            .toList(),
        summary,
        Stream.concat(Stream.of(why), remarks.stream()).collect(Collectors.joining(" ")));
  }

  // ---- which lists

  private void lists(Occurrence first) throws RefusedException {
    ListKey start =
        MapCalls.key(first)
            .orElseThrow(() ->
                RefusedException.assist(
                    first, "which list this is depends on the path taken to the mapping"));
    keys.put(start.text(), start);
    int known;
    do {
      known = keys.size();
      for (FunctionCode code : functions) {
        List<Occurrence> here = MapCalls.maps(code);
        if (here.stream().anyMatch(this::isOurs)) {
          for (Occurrence call : here) {
            MapCalls.key(call).ifPresent(k -> keys.putIfAbsent(k.text(), k));
          }
        }
      }
    } while (keys.size() > known);
    Map<String, ListKey> found = new LinkedHashMap<>(keys);
    keys.clear();
    for (FunctionCode code : functions) {
      for (Occurrence call : MapCalls.maps(code)) {
        MapCalls.key(call)
            .filter(k -> found.containsKey(k.text()))
            .ifPresent(k -> keys.putIfAbsent(k.text(), found.get(k.text())));
      }
    }
    for (FunctionCode code : functions) {
      if (MapCalls.maps(code).stream().anyMatch(this::isOurs)) {
        kept.add(code, this::ours);
      }
    }
    for (FunctionCode code : functions) {
      for (Occurrence call : MapCalls.maps(code)) {
        if (isOurs(call)) {
          Tests.require(call);
          maps.add(call);
          alias(call);
        }
      }
      for (Occurrence call : MapCalls.unmaps(code)) {
        if (isOurs(call)) {
          unmaps.add(call);
          alias(call);
        }
      }
    }
  }

  /// Refuses a list whose mapping nothing in view undoes, where nothing more telling stands against
  /// it.
  private void requireUnmaps(Occurrence first) throws RefusedException {
    for (ListKey key : keys.values()) {
      if (unmaps.stream().noneMatch(u -> isOf(u, key))) {
        throw RefusedException.assist(
            maps.stream().filter(m -> isOf(m, key)).findFirst().orElse(first),
            "no call in view that surely undoes this mapping: all of them convert together");
      }
    }
  }

  /// The members that are lists: who names one may hand it to a reader, and do nothing else with
  /// it.
  private Set<String> members() {
    return Stream.concat(
            keys.values().stream().flatMap(k -> k.member().stream()).map(Entity.Field::name),
            kept.members())
        .collect(Collectors.toSet());
  }

  private boolean isOf(Occurrence call, ListKey key) {
    return key(call).filter(key::is).isPresent();
  }

  private boolean isOurs(Occurrence call) {
    return key(call).isPresent();
  }

  private Optional<ListKey> key(Occurrence call) {
    return MapCalls.key(call).flatMap(this::ours);
  }

  private Optional<ListKey> key(Expr expr, FunctionCode code) {
    return ListKey.of(expr, code).flatMap(this::ours);
  }

  private Optional<ListKey> ours(ListKey k) {
    return Optional.ofNullable(keys.get(k.text())).or(() -> kept.in(k));
  }

  /// A local that stands for the list in a mapping call.
  private void alias(Occurrence call) {
    if (!MapCalls.isTable(call)
        && MapCalls.subject(call) instanceof Expr.Name name
        && Entity.of(name, call.in()).orElse(null) instanceof Entity.Local local) {
      aliases.add(local);
    }
  }

  // ---- where their vectors live

  private void homes(Occurrence first) throws RefusedException {
    Set<String> used = new LinkedHashSet<>();
    for (ListKey key : keys.values()) {
      Occurrence map = maps.stream().filter(m -> isOf(m, key)).findFirst().orElse(first);
      VectorHome home = home(key, map);
      homes.put(key.text(), home);
      String name =
          switch (home) {
            case VectorHome.Lent _ -> key.text();
            case VectorHome.Local l -> l.name();
            case VectorHome.Member m -> m.tag() + "." + m.name();
          };
      if (!used.add(name)) {
        throw RefusedException.assist(map, "two lists of one name want a home in one structure");
      }
    }
  }

  private VectorHome home(ListKey key, Occurrence map) throws RefusedException {
    if (key.lent().isPresent()) {
      return new VectorHome.Lent();
    }
    Set<FunctionCode> users = new LinkedHashSet<>();
    maps.stream().filter(m -> isOf(m, key)).forEach(m -> users.add(m.in()));
    unmaps.stream().filter(m -> isOf(m, key)).forEach(m -> users.add(m.in()));
    if (users.size() == 1) {
      FunctionCode code = map.in();
      String name = tree.mentions(code, key.vectors()) ? "dma_" + key.vectors() : key.vectors();
      return new VectorHome.Local(code, name);
    }
    for (VectorHome home : VectorHome.candidates(kept.keeper(key).orElse(key), map, tree)) {
      if (users.stream().allMatch(u -> home.in(u, key).isPresent())) {
        return home;
      }
    }
    throw RefusedException.assist(
        map,
        "the vectors need a home from here to the unmap in "
            + users.stream().filter(u -> u != map.in()).findFirst().orElse(map.in()).name()
            + "(): no structure of the driver that keeps this mapping's list or count is at hand in"
            + " both");
  }

  // ---- what stands against it

  private void check(ListUses uses) throws RefusedException {
    for (FunctionCode code : functions) {
      tables.check(code);
      requireAtHand(code);
      for (Occurrence unmap : MapCalls.unmaps(code)) {
        if (!isOurs(unmap) && isGiven(unmap)) {
          throw RefusedException.assist(
              unmap,
              code.name()
                  + "() unmaps a list that it is given, which may be this one: give it the vectors"
                  + " as well");
        }
      }
      for (Occurrence o : code.occurrences()) {
        boolean plain =
            o.expr() instanceof Expr.Member
                || (o.expr() instanceof Expr.Name n
                    && Entity.of(n, code).filter(aliases::contains).isPresent());
        if (plain && key(o.expr(), code).isPresent()) {
          uses.check(o);
        }
      }
    }
  }

  /// Refuses a function that reads the DMA side of a list where its vectors have no name.
  private void requireAtHand(FunctionCode code) throws RefusedException {
    if (!tree.mentions(code, "sg_dma_address") && !tree.mentions(code, "sg_dma_len")) {
      return;
    }
    for (Occurrence o : code.occurrences()) {
      boolean lost =
          o.expr() instanceof Expr.Member
              && key(o.expr(), code).filter(k -> home(k, code).isEmpty()).isPresent();
      if (lost) {
        throw RefusedException.assist(
            o,
            code.name()
                + "() reads the DMA side of the list; the structure that keeps its vectors is not"
                + " in a variable there");
      }
    }
  }

  /// Whether a function unmaps what its caller gives it.
  private static boolean isGiven(Occurrence unmap) {
    return MapCalls.subject(unmap) instanceof Expr.Name name
        && Entity.of(name, unmap.in()).orElse(null) instanceof Entity.Local local
        && local.parameter();
  }

  // ---- the edits

  private void edit() throws RefusedException {
    VectorRewrite rewrite = new VectorRewrite(tree, functions, this, maps);
    Optional<VectorRewrite.Obstacle> obstacle = rewrite.obstacle();
    if (obstacle.isPresent()) {
      throw RefusedException.of(
          obstacle.get().forbids() ? Outcome.Kind.REFUSE : Outcome.Kind.ASSIST,
          obstacle.get().at(),
          obstacle.get().reason());
    }
    if (!rewrite.edit(draft)) {
      throw RefusedException.assist(
          maps.getFirst(), "nothing in view reads the DMA side of this list");
    }
    readers = rewrite.readers();
    remarks = rewrite.remarks();
    new InPlace(keys.values(), maps, this).edit(draft);
    for (Occurrence map : maps) {
      MapCalls.map(map, "&" + homeOf(map), draft);
    }
    for (Occurrence unmap : unmaps) {
      MapCalls.unmap(unmap, "&" + homeOf(unmap), draft);
    }
    forgetLocals();
    for (VectorHome home : homes.values()) {
      home.declare(draft);
    }
    for (FunctionCode reader : readers) {
      for (VectorHome home : homes.values()) {
        if (home instanceof VectorHome.Local l && l.code() != reader && reads(reader)) {
          throw RefusedException.assist(
              reader.occurrences().getFirst(),
              reader.name() + "() reads the list through its owner; the vectors are not in reach");
        }
      }
    }
  }

  /// Removes the locals that only the unmapping calls named.
  private void forgetLocals() throws RefusedException {
    Map<FunctionCode, List<Occurrence>> undoing =
        unmaps.stream()
            .collect(
                Collectors.groupingBy(Occurrence::in, LinkedHashMap::new, Collectors.toList()));
    for (var function : undoing.entrySet()) {
      List<String> named = new ArrayList<>();
      for (Occurrence unmap : function.getValue()) {
        named.add(homeOf(unmap));
      }
      new ForgottenLocals(function.getKey(), function.getValue(), named).remove(draft);
    }
  }

  /// Whether a function names the list itself.
  private boolean reads(FunctionCode code) {
    return code.occurrences().stream()
        .anyMatch(o -> o.expr() instanceof Expr.Member && key(o.expr(), code).isPresent());
  }

  private String homeOf(Occurrence call) throws RefusedException {
    return MapCalls.key(call)
        .flatMap(k -> home(k, call.in()))
        .orElseThrow(() ->
            RefusedException.assist(call, "the vectors' home is not at hand in this function"));
  }

  /// The home of a list's vectors as a function names it.
  Optional<String> home(ListKey key, FunctionCode code) {
    String text = kept.in(key).map(ListKey::text).orElse(key.text());
    return Optional.ofNullable(homes.get(text)).flatMap(h -> h.in(code, key));
  }

  // ---- MappedList

  @Override
  public Optional<String> vectors(Expr expr, FunctionCode code) {
    boolean names =
        expr instanceof Expr.Member
            || expr instanceof Expr.Unary
            || (expr instanceof Expr.Name n
                && Entity.of(n, code).filter(aliases::contains).isPresent());
    return names
        ? ListKey.of(expr, code).flatMap(k -> home(k, code)).map(h -> h + ".vec")
        : Optional.empty();
  }

  @Override
  public Optional<String> walked(Stmt.Each loop, FunctionCode code) {
    return loop.macro().equals("for_each_sgtable_dma_sg")
        ? ListKey.ofTable(loop.args().getFirst(), code)
            .flatMap(k -> home(k, code))
            .map(h -> h + ".vec")
        : Optional.empty();
  }

  @Override
  public boolean isAlias(Entity.Local variable) {
    return aliases.contains(variable);
  }

  @Override
  public Optional<String> count(String vectors) {
    return Optional.of(vectors.substring(0, vectors.length() - 3) + "nr");
  }

  @Override
  public Optional<String> counted(Expr expr, FunctionCode code) {
    return tables.counted(expr, code).flatMap(k -> home(k, code)).map(h -> h + ".nr");
  }
}
