// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// Requests of a USB gadget, which the core maps and unmaps when the controller's driver says so:
/// no site of their own, since the core chooses how.
final class GadgetRequests {

  private static final Set<String> MAPS =
      Set.of("usb_gadget_map_request", "usb_gadget_map_request_by_dev");
  private static final Pattern UNMAPS = Pattern.compile("usb_gadget_unmap_request(_by_dev)?");
  private static final Pattern QUEUES = Pattern.compile("(__)?list_(add|move|splice)\\w*");
  private static final int DEEPEST = 4;

  private GadgetRequests() {}

  /// Error exits that leave a request mapped which no queue has got.
  static void findForgotten(Rule rule, DriverFacts facts, Findings findings) {
    for (FoundCall map : maps(facts)) {
      MapWays ways = new MapWays(facts, MapTest.of(map), new Request(map, facts.flow().driver()));
      Set<Span> told = new HashSet<>();
      boolean asked = ways.isTested() && !isQueuedBefore(map);
      for (Leaving leaving : asked ? ways.leavings() : List.<Leaving>of()) {
        if (leaving.told() == Answer.ERROR
            && leaving.state().isMapped()
            && !leaving.state().given()
            && isAskedAlike(map, leaving.at())
            && told.add(leaving.at())) {
          findings.add(
              rule,
              map.body(),
              leaving.at(),
              Confidence.MODERATE,
              "this leaves what %s() mapped; nothing unmaps the request or queues it"
                  .formatted(map.kernel().name()),
              List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
        }
      }
    }
  }

  /// Whether a queue gets the request before it is mapped, and ends it with the others.
  private static boolean isQueuedBefore(FoundCall map) {
    return map.body().calls().stream()
        .filter(c -> c.span().end() <= map.call().span().start())
        .anyMatch(c -> c.name().filter(n -> QUEUES.matcher(n).matches()).isPresent());
  }

  /// Whether an exit stands behind every condition that the mapping stands behind: an endpoint
  /// without DMA maps nothing, and may fail all the same.
  private static boolean isAskedAlike(FoundCall map, Span exit) {
    Body body = map.body();
    return conditions(body, map.call().span())
        .allMatch(c -> conditions(body, exit).anyMatch(e -> body.text(e).equals(body.text(c))));
  }

  /// The conditions of the `if`s in whose branch a place stands.
  private static Stream<Expr> conditions(Body body, Span place) {
    return body.statements().stream()
        .flatMap(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, _, _) && then.span().contains(place)
                ? Stream.of(condition)
                : Stream.empty());
  }

  private static List<FoundCall> maps(DriverFacts facts) {
    List<FoundCall> maps = new ArrayList<>();
    for (DriverFile file : facts.flow().driver().files()) {
      for (Body body : file.functionsMentioning(MAPS)) {
        body.calls().stream()
            .filter(c -> c.name().filter(MAPS::contains).isPresent())
            .filter(c -> c.args().size() > 1)
            .forEach(c ->
                maps.add(
                    new FoundCall(
                        body,
                        c,
                        KernelCall.mapping(c.name().orElseThrow(), Returns.ZERO_OR_ERRNO))));
      }
    }
    return maps;
  }

  /// What happens to a mapped request: it is unmapped, or a queue or a structure keeps it.
  private record Request(FoundCall map, Driver driver) implements MapWays.Events {

    @Override
    public boolean undoes(Expr.Call call) {
      return leadsTo(UNMAPS, map.body(), call, DEEPEST);
    }

    @Override
    public boolean gives(Expr expr) {
      return Parts.anyExpr(
          expr,
          e ->
              switch (e) {
                case Expr.Call call -> leadsTo(QUEUES, map.body(), call, DEEPEST);
                case Expr.Assign(_, Expr target, Expr value, _) ->
                    !(target instanceof Expr.Name) && isRequest(value);
                default -> false;
              });
    }

    /// Whether a call is one of certain names, or of a function of the driver that makes one.
    private boolean leadsTo(Pattern names, Body body, Expr.Call call, int deep) {
      return call.name().filter(n -> names.matcher(n).matches()).isPresent()
          || (deep > 0
              && driver.targets(body, call).stream()
                  .anyMatch(t -> t.calls().stream().anyMatch(c -> leadsTo(names, t, c, deep - 1))));
    }

    /// Whether a value is a pointer to the request or to what it stands in.
    private boolean isRequest(Expr value) {
      String request = map.body().text(map.call().args().get(1));
      return value instanceof Expr.Name(String id, _)
          && (request.equals(id) || request.startsWith("&" + id + "->"));
    }
  }
}
