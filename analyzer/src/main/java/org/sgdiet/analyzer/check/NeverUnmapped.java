// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.source.Words;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// A mapping that no unmap of its driver undoes, but for what error exits of the mapping function
/// undo: there is none of the kind, or each was shown to undo another mapping.
final class NeverUnmapped implements Check {

  private static final Rule RULE =
      new Rule(
          "never-unmapped",
          "nothing in the driver unmaps what it maps",
          "Each mapping is undone by one unmap: after the transfer, or for one that stays, when the"
              + " driver lets its device go.",
          "An IOVA range or a bounce buffer is lost each time, the device can reach the memory after"
              + " it was freed, and data that was bounced on its way from the device never gets to"
              + " the buffer.",
          "Unmap where the transfer ends, or in the function that undoes what probe set up.",
          "kernel/dma/debug.c, dma_debug_device_change(), 7.3");

  /// Names of calls that undo other mappings than those for a device, from their beginning.
  private static final Pattern UNMAPS_ELSE =
      Pattern.compile(
          "\\w*(io|k|v|iommu_|kmap_|vm_)unmap|unmap_(mapping|kernel|vm|shared|page|devmem)"
              + "|dma_unmap_(addr|len)|usb_gadget_unmap_request");

  private static final String UNMAP = "unmap";

  private static final String BUILT_IN = "builtin_";

  /// Drivers that never let their device go.
  private static final Pattern STAYS = Pattern.compile("builtin_\\w*driver\\b");

  /// How many calls up the users of a mapping function are looked for.
  private static final int FARTHEST = 3;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Map<String, Boolean> excused = new HashMap<>();
    for (FoundCall map : facts.calls()) {
      if (isOwn(map)
          && isLeftMapped(facts, map)
          && isKept(facts, map)
          && !isHandedOn(facts, map)
          && !isUnmappedSomehow(facts, map, excused)
          && (isKeptByOwn(facts, map)
              || isCalledByKernelOnly(map.body(), facts.flow().driver(), 0, new HashSet<>()))) {
        findings.add(
            RULE, map.body(), map.call().span(), Confidence.HIGH, message(facts, map), List.of());
      }
    }
  }

  private static String message(DriverFacts facts, FoundCall map) {
    return facts.belonging(map, SiteKind.UNMAP).isEmpty()
        ? "nothing in the driver unmaps what %s() maps here".formatted(map.kernel().name())
        : "nothing but the error exits of %s() unmaps what %s() maps here"
            .formatted(map.body().name(), map.kernel().name());
  }

  /// Whether a call maps something that its driver has to unmap.
  private static boolean isOwn(FoundCall map) {
    return map.kind() == SiteKind.MAP
        && map.kernel().subject() != Subject.IOVA
        && map.kernel().subject() != Subject.REQUEST
        && map.kernel().returns() != Returns.BOOL
        && !map.throughTable()
        && map.body().file().path().endsWith(".c");
  }

  /// Whether nothing undoes a mapping, but for the error exits of its own function.
  private static boolean isLeftMapped(DriverFacts facts, FoundCall map) {
    List<FoundCall> undoings = facts.belonging(map, SiteKind.UNMAP);
    if (undoings.isEmpty()) {
      return true;
    }
    if (!undoings.stream().allMatch(u -> u.body() == map.body())) {
      return false;
    }
    List<Leaving> leavings = MapWays.of(map, facts).leavings();
    return leavings.stream()
            .anyMatch(l -> l.told() == Answer.FINE && l.state().standing() == Standing.MAPPED)
        && leavings.stream()
            .noneMatch(l -> l.told() != Answer.ERROR && l.state().standing() == Standing.UNDONE);
  }

  /// Whether the handle or the list stays with the driver: it is not given back to a caller, or to
  /// one that has the driver unmap it.
  private static boolean isKept(DriverFacts facts, FoundCall map) {
    Body body = map.body();
    if (map.isList()) {
      return map.subject().filter(s -> isGivenBack(s, body)).isEmpty()
          || isAskedToUnmap(facts.flow().driver(), body);
    }
    return body.returned().stream().noneMatch(r -> r.span().contains(map.call().span()))
        && body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(Definition::target)
            .noneMatch(t -> isGivenBack(t, body));
  }

  private static boolean isGivenBack(Expr target, Body body) {
    return switch (target) {
      case Expr.Unary(UnaryOperator operator, _, _) -> operator == UnaryOperator.DEREFERENCE;
      case Expr.Name(String id, _) ->
          body.returned().stream()
              .anyMatch(
                  r -> Expressions.plain(r) instanceof Expr.Name(String n, _) && n.equals(id));
      default -> false;
    };
  }

  /// Whether a function is nothing but the operation of a kernel's table that maps: the table has
  /// one that unmaps too, and what is mapped goes there.
  private static boolean isAskedToUnmap(Driver driver, Body body) {
    Set<MemberKey> tables = driver.tablesWith(body);
    return !tables.isEmpty()
        && tables.stream().allMatch(t -> t.field().startsWith("map_"))
        && driver.callers(body).isEmpty();
  }

  /// Whether the handle is kept in a struct of the driver, which nobody else can look into.
  private static boolean isKeptByOwn(DriverFacts facts, FoundCall map) {
    Body body = map.body();
    return !map.isList()
        && isUsed(body, facts.flow().driver())
        && body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(Definition::target)
            .anyMatch(t ->
                t instanceof Expr.Member member
                    && facts
                        .flow()
                        .driver()
                        .defines(facts.flow().driver().tags().key(body, member).struct()));
  }

  /// Whether another subsystem is given the mapped list, and may unmap it. A SCSI command goes back
  /// to those who sent it, and they leave its list to the driver.
  private static boolean isHandedOn(DriverFacts facts, FoundCall map) {
    Body body = map.body();
    Optional<String> list =
        map.subject()
            .filter(_ -> map.isList() && map.kernel().subject() != Subject.COMMAND)
            .map(s -> body.text(s));
    return list.isPresent()
        && body.calls().stream()
            .filter(c -> c.args().stream().anyMatch(a -> body.text(a).equals(list.get())))
            .anyMatch(c ->
                c.name().filter(facts.flow().api()::knows).isEmpty()
                    && facts.flow().driver().targets(body, c).isEmpty());
  }

  /// Whether the driver makes an unmap that may be of a mapping, or calls something that may make
  /// it.
  ///
  /// @param excused what is known of files already
  private static boolean isUnmappedSomehow(
      DriverFacts facts, FoundCall map, Map<String, Boolean> excused) {
    return !KnownUnmaps.coverApart(facts, map)
        || facts.flow().near(map.body().file().path()).stream()
            .anyMatch(f -> excused.computeIfAbsent(f.path(), _ -> isExcused(facts, f)));
  }

  /// Whether a file unmaps in a way that is not followed, or is of a driver that stays.
  private static boolean isExcused(DriverFacts facts, DriverFile file) {
    String text = file.source().text();
    return file.mentions("suppress_bind_attrs")
        || stays(text)
        || calledToUnmap(text).stream()
            .filter(n -> !file.path().endsWith(".h") || isNamed(facts, file, n))
            .anyMatch(n ->
                !facts.flow().api().knows(n)
                    && !UNMAPS_ELSE.matcher(n).lookingAt()
                    && facts.flow().near(file.path()).stream()
                        .allMatch(f -> f.functions(n).isEmpty()));
  }

  /// Whether a function that a header declares is named by a file beside it.
  private static boolean isNamed(DriverFacts facts, DriverFile header, String name) {
    return facts.flow().near(header.path()).stream()
        .anyMatch(f -> f.path().endsWith(".c") && f.mentions(name));
  }

  private static boolean stays(String text) {
    Matcher built = STAYS.matcher(text);
    for (int at = text.indexOf(BUILT_IN); at >= 0; at = text.indexOf(BUILT_IN, at + 1)) {
      if (built.region(at, text.length()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /// The names with "unmap" in them that are called in a text.
  private static Set<String> calledToUnmap(String text) {
    Set<String> names = new HashSet<>();
    int end = 0;
    for (int at = text.indexOf(UNMAP); at >= 0; at = text.indexOf(UNMAP, end)) {
      int start = at;
      while (start > 0 && isWord(text.charAt(start - 1))) {
        start--;
      }
      end = at;
      while (end < text.length() && isWord(text.charAt(end))) {
        end++;
      }
      int next = end;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      if (next < text.length() && text.charAt(next) == '(') {
        names.add(text.substring(start, end));
      }
    }
    return names;
  }

  private static boolean isWord(char c) {
    return c < 128 && Words.isWordByte((byte) c);
  }

  /// Whether the driver calls a function, or gives it to others to call.
  private static boolean isUsed(Body body, Driver driver) {
    return !driver.callers(body).isEmpty()
        || !driver.tablesWith(body).isEmpty()
        || driver.file(body.file().path()).filter(f -> f.exports(body.name())).isPresent();
  }

  /// Whether all that calls a function is found: nothing but the kernel itself calls it through a
  /// table.
  private static boolean isCalledByKernelOnly(Body body, Driver driver, int calls, Set<Body> seen) {
    if (!seen.add(body) || calls > FARTHEST) {
      return true;
    }
    String from = body.file().path();
    for (MemberKey table : driver.tablesWith(body)) {
      if (!driver.isKernels(table.struct(), from)) {
        return false;
      }
    }
    List<CallSite> callers = driver.callers(body);
    boolean known =
        !callers.isEmpty() || !driver.tablesWith(body).isEmpty() || driver.isQueueCommand(body);
    return known
        && driver.file(from).filter(f -> f.exports(body.name())).isEmpty()
        && callers.stream()
            .map(CallSite::caller)
            .allMatch(c -> isCalledByKernelOnly(c, driver, calls + 1, seen));
  }
}
