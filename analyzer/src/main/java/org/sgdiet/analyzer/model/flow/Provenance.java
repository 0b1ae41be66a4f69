// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.Mention;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// Follows values across functions: from a parameter to what its callers give, from a member to
/// what the driver stores in it. Confined to one thread.
public final class Provenance {

  private static final int FARTHEST = 6;
  private static final int MOST = 80;
  private static final int MOST_CALLS = 4;

  private final ValueFlow flow;
  private final Driver driver;
  private final Map<MemberKey, List<Stored>> stores = new HashMap<>();
  private final Map<MemberKey, List<Passed>> passed = new HashMap<>();
  private final Map<Body, IdentityHashMap<Expr, List<Path>>> known = new HashMap<>();

  /// A value stored to a member.
  ///
  /// @param body the function that stores it
  /// @param value the stored expression
  public record Stored(Body body, Expr value) {}

  private record Passed(Body body, Definition definition) {}

  /// Flow across the functions of `flow`'s driver.
  public Provenance(ValueFlow flow) {
    this.flow = flow;
    this.driver = flow.driver();
  }

  /// The flow inside functions.
  public ValueFlow flow() {
    return flow;
  }

  /// What `expr` is and where it comes from, nearest first: every path on the way back.
  public List<Path> of(Body body, Expr expr) {
    return known
        .computeIfAbsent(body, _ -> new IdentityHashMap<>())
        .computeIfAbsent(expr, e -> back(flow.paths(body, e), body));
  }

  /// The paths on the way back from `start`, nearest first, `start` included.
  ///
  /// @param from the function that looks: values stored in files that are not linked to its file do
  ///   not count
  public List<Path> back(Set<Path> start, Body from) {
    Set<Path> found = new LinkedHashSet<>(start);
    Set<Path> edge = start;
    for (int step = 0; step < FARTHEST && found.size() < MOST; step++) {
      Set<Path> next = new LinkedHashSet<>();
      edge.forEach(p -> next.addAll(sources(p, from)));
      next.removeIf(p -> !found.add(p));
      edge = next;
    }
    return List.copyOf(found);
  }

  /// The paths in `start`, and what they are in the functions that call: parameters replaced by
  /// arguments, a few calls up.
  public Set<Path> seenByCallers(Set<Path> start) {
    Set<Path> found = new LinkedHashSet<>(start);
    Set<Path> edge = start;
    for (int calls = 0; calls < MOST_CALLS && found.size() < MOST; calls++) {
      Set<Path> next = new LinkedHashSet<>();
      for (Path path : edge) {
        if (path.root() instanceof Root.Parameter parameter) {
          flow.arguments(parameter).forEach(a -> next.add(path.from(a)));
        }
      }
      next.removeIf(p -> !found.add(p));
      edge = next;
    }
    return found;
  }

  /// The paths in `start`, with a member of a structure that a function is given named as its
  /// callers name it where all of them are known: one function serves the lists of several
  /// structures that lie side by side.
  public Set<Path> fromCallers(Set<Path> start) {
    Set<Path> done = new LinkedHashSet<>();
    Set<Path> edge = start;
    for (int calls = 0; calls < MOST_CALLS && done.size() < MOST; calls++) {
      Set<Path> next = new LinkedHashSet<>();
      for (Path path : edge) {
        if (path.members().size() == 1
            && path.root() instanceof Root.Parameter parameter
            && isOnlyCalled(parameter.function())) {
          flow.arguments(parameter).forEach(a -> next.add(path.from(a)));
        } else {
          done.add(path);
        }
      }
      edge = next;
    }
    done.addAll(edge);
    return done;
  }

  /// Whether a function runs where the driver calls it by name, and nowhere else.
  public boolean isOnlyCalled(Body function) {
    return function.function().isStatic()
        && function.file().path().endsWith(".c")
        && !driver.callers(function).isEmpty()
        && driver.tablesWith(function).isEmpty()
        && driver.functions(Mention.VALUE, function.name()).stream()
            .noneMatch(b -> b.file() == function.file());
  }

  private Set<Path> sources(Path path, Body from) {
    Set<Path> found = new LinkedHashSet<>();
    if (path.members().isEmpty()) {
      switch (path.root()) {
        case Root.Parameter parameter -> {
          found.addAll(flow.arguments(parameter));
          found.addAll(handedBack(parameter, from));
        }
        case Root.Local(Body body, String name) -> found.addAll(elements(body, name));
        case Root.Global _, Root.Result _, Root.Unknown _ -> {}
      }
    } else {
      for (Stored stored : stores(path.members().getLast())) {
        if (driver.linked(from.file().path(), stored.body().file().path())
            && !isElsewhere(path, stored)) {
          found.addAll(flow.paths(stored.body(), stored.value()));
        }
      }
      found.addAll(storedThrough(path.members().getLast(), from));
    }
    found.removeIf(p -> p.root() instanceof Root.Unknown && p.members().isEmpty());
    return found;
  }

  /// Whether a value is stored in the same member of another structure than `path` leads to.
  private boolean isElsewhere(Path path, Stored stored) {
    Set<Path> targets =
        stored.body().definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().equals(stored.value().span())).isPresent())
            .findFirst()
            .map(d -> flow.paths(stored.body(), d.target()))
            .orElse(Set.of());
    return !targets.isEmpty() && targets.stream().allMatch(t -> apart(t, path));
  }

  /// What is stored in the elements of a local array, or in the list of a local table.
  private Set<Path> elements(Body body, String name) {
    Set<Path> found = new LinkedHashSet<>();
    for (Definition d : body.definitions()) {
      if (d.how() == How.ASSIGNED
          && !(d.target() instanceof Expr.Name)
          && target(body, d.target()) instanceof Expr.Name(String id, _)
          && id.equals(name)) {
        d.value().ifPresent(v -> found.addAll(flow.paths(body, v)));
      } else if (d.target() instanceof Expr.Name(String id, _)
          && id.equals(name)
          && d.value().orElse(d.target()) instanceof Expr.InitList(var entries, _)) {
        entries.stream()
            .filter(Provenance::isList)
            .forEach(e -> found.addAll(flow.paths(body, e.value())));
      }
    }
    return found;
  }

  /// Whether an initialiser is that of a table's list: `.sgl = list`.
  private static boolean isList(Expr.Initializer entry) {
    return entry.designators().equals(List.of(new Expr.Designator.Field("sgl")));
  }

  /// Whose memory `value` names: where the list comes from that `sg_page()` or its kin was asked
  /// for, or that an entry was copied from.
  public List<Path> content(Body body, Expr value) {
    List<Path> found = new ArrayList<>();
    for (Path path : of(body, value)) {
      if (path.root() instanceof Root.Result(Body asker, Span span, _)) {
        asker.calls().stream()
            .filter(c -> c.span().equals(span) && isCpuSide(c))
            .forEach(c -> found.addAll(of(asker, c.args().getFirst())));
      } else if (value instanceof Expr.Unary || value instanceof Expr.Index) {
        found.add(path);
      }
    }
    return found;
  }

  private boolean isCpuSide(Expr.Call call) {
    return call.name()
        .flatMap(n -> flow.api().call(n, call.args().size()))
        .filter(k -> k.effect() == Effect.ACCESS && k.subject() == Subject.INPUT)
        .isPresent();
  }

  /// What the core hands back to an operation: the list that another operation of the table
  /// returned.
  private Set<Path> handedBack(Root.Parameter parameter, Body from) {
    Set<Path> found = new LinkedHashSet<>();
    for (MemberKey table : driver.tablesWith(parameter.function())) {
      flow.api()
          .handedBack(table, parameter.index())
          .ifPresent(maker ->
              driver.storedIn(maker).stream()
                  .filter(b -> driver.linked(from.file().path(), b.file().path()))
                  .forEach(b -> b.returned().forEach(r -> found.addAll(flow.paths(b, r)))));
    }
    return found;
  }

  /// What functions store through the pointer to a member that they are given.
  private Set<Path> storedThrough(MemberKey member, Body from) {
    Set<Path> found = new LinkedHashSet<>();
    for (Passed passed : passed(member)) {
      if (driver.linked(from.file().path(), passed.body().file().path())) {
        found.addAll(flow.storedThrough(passed.body(), passed.definition()));
      }
    }
    return found;
  }

  /// Whether a function is given the address of a member, and may store to it.
  public boolean isPassed(MemberKey member) {
    return !passed(member).isEmpty();
  }

  private List<Passed> passed(MemberKey member) {
    List<Passed> found = passed.get(member);
    if (found == null) {
      found =
          driver.functions(Mention.MEMBER_ADDRESS, member.field()).stream()
              .flatMap(b ->
                  b.definitions().stream()
                      .filter(d -> d.how() == How.PASSED_BY_ADDRESS && isMember(b, d, member))
                      .map(d -> new Passed(b, d)))
              .toList();
      passed.put(member, found);
    }
    return found;
  }

  /// Every value that the driver stores to a member.
  public List<Stored> stores(MemberKey member) {
    List<Stored> found = stores.get(member);
    if (found == null) {
      found =
          driver.functions(Mention.SET_MEMBER, member.field()).stream()
              .flatMap(b ->
                  b.definitions().stream()
                      .filter(d -> stores(b, d, member))
                      .map(d -> new Stored(b, d.value().orElseThrow())))
              .toList();
      stores.put(member, found);
    }
    return found;
  }

  private boolean stores(Body body, Definition d, MemberKey member) {
    return d.how() == How.ASSIGNED && d.value().isPresent() && isMember(body, d, member);
  }

  private boolean isMember(Body body, Definition d, MemberKey member) {
    return target(body, d.target()) instanceof Expr.Member m
        && m.field().equals(member.field())
        && driver.tags().key(body, m).mayBe(member);
  }

  /// The variable or member that an assignment to it, to its elements, or to what it points to
  /// fills.
  private Expr target(Body body, Expr target) {
    return switch (target) {
      case Expr.Index(Expr base, _, _) -> target(body, base);
      case Expr.Unary(_, Expr operand, _) -> target(body, operand);
      case Expr.Member m when Path.isInsideTable(driver.tags().key(body, m)) ->
          target(body, m.base());
      default -> target;
    };
  }

  /// Whether the two values may be the same list, count or handle: a path of one meets a path of
  /// the other on the way back.
  public boolean meet(List<Path> a, List<Path> b) {
    boolean named = isMember(a) && isMember(b);
    return a.stream()
        .filter(p -> !named || !isMadeAnew(p))
        .anyMatch(p -> b.stream().anyMatch(q -> p.meets(q) && !apart(p, q)));
  }

  /// Whether paths on the way back start with a member.
  private static boolean isMember(List<Path> back) {
    return !back.isEmpty() && !back.getFirst().members().isEmpty();
  }

  /// Whether a path is what a function got that several places call: it is another one for each.
  private boolean isMadeAnew(Path path) {
    return path.members().isEmpty()
        && path.root() instanceof Root.Result(Body in, Span _, String _)
        && driver.callers(in).size() > 1;
  }

  /// Whether two paths end in one member of two structures that lie side by side in a third, as the
  /// lists of a request and of its reply do, or of which one is pointed to and never set to the
  /// other.
  private boolean apart(Path p, Path q) {
    if (p.members().size() < 2 || q.members().size() < 2) {
      return false;
    }
    MemberKey a = p.members().get(p.members().size() - 2);
    MemberKey b = q.members().get(q.members().size() - 2);
    if (a.struct().isEmpty() || !a.struct().equals(b.struct()) || a.field().equals(b.field())) {
      return false;
    }
    return isEmbedded(p, a)
        ? isEmbedded(q, b) || pointsElsewhere(b, a)
        : isEmbedded(q, b) && pointsElsewhere(a, b);
  }

  /// Whether all that is known to be stored in a pointer is not the structure that lies in `place`.
  private boolean pointsElsewhere(MemberKey pointer, MemberKey place) {
    return !stores(pointer).isEmpty()
        && !isPassed(pointer)
        && stores(pointer).stream()
            .flatMap(s -> flow.paths(s.body(), s.value()).stream())
            .noneMatch(p -> p.last().filter(place::mayBe).isPresent());
  }

  /// Whether a member holds its structure, rather than a pointer that may be another's.
  private boolean isEmbedded(Path path, MemberKey member) {
    return path.root()
        .owner()
        .flatMap(o -> driver.tags().field(member.struct(), member.field(), o.file().path()))
        .filter(t -> !(t instanceof TypeSyntax.Pointer))
        .isPresent();
  }
}
