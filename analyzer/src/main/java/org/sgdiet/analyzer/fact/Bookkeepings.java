// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.fact.Bookkeeping.Count;
import org.sgdiet.analyzer.fact.Bookkeeping.Result;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.SeenFrom;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// Reads how a mapping call's counts are kept: what is passed, where the result goes, who tests it.
final class Bookkeepings {

  /// A test for one or many entries, which says nothing about none.
  private static final Pattern NUMBER = Pattern.compile("x(==|>)[1-9][0-9]*");

  /// A test for more than some limit.
  private static final Pattern MORE = Pattern.compile("x>=?[A-Za-z_].*");

  /// A comparison with what is computed of the result: `i == x - 1`.
  private static final Pattern COMPUTED = Pattern.compile(".*(x[-+*/%]|[-+*/%]x).*");

  /// A test for any entries.
  private static final Pattern ANY = Pattern.compile("!?x");

  private final DriverFlow facts;

  Bookkeepings(DriverFlow facts) {
    this.facts = facts;
  }

  Bookkeeping of(FoundCall found) {
    Body body = found.body();
    Optional<Definition> stored =
        body.definitions().stream()
            .filter(d -> d.value().filter(v -> holds(v, found.call().span())).isPresent())
            .findFirst();
    Count count = count(found);
    if (stored.isPresent()) {
      Expr target = stored.get().target();
      String variable = text(body, target);
      return new Bookkeeping(count, home(found, target), variable, tests(found, variable));
    }
    boolean returned = body.returned().stream().anyMatch(r -> holds(r, found.call().span()));
    if (returned) {
      return new Bookkeeping(count, Result.RETURNED, "", "returned");
    }
    return condition(body, found.call().span())
        .map(
            c -> new Bookkeeping(count, Result.IGNORED, "", replaced(body, c, found.call().span())))
        .orElse(new Bookkeeping(count, Result.NONE, "", "none"));
  }

  private Result home(FoundCall found, Expr target) {
    String written = text(found.body(), target);
    Optional<Expr> count = found.argument(Parameter.COUNT);
    if (count.filter(c -> text(found.body(), c).equals(written)).isPresent()) {
      return Result.OVERWRITES_NENTS;
    }
    return switch (target) {
      case Expr.Member m when m.field().equals("nents") && isTable(found.body(), m) ->
          Result.SGT_NENTS;
      case Expr.Member _ -> Result.MEMBER;
      default -> Result.LOCAL;
    };
  }

  private Count count(FoundCall found) {
    KernelCall kernel = found.kernel();
    if (kernel.subject() == Subject.TABLE) {
      return Count.SGTABLE;
    }
    if (kernel.subject() == Subject.COMMAND) {
      return Count.SCSI_IMPLICIT;
    }
    return found.argument(Parameter.COUNT).map(c -> count(found.body(), c)).orElse(Count.OTHER);
  }

  private Count count(Body body, Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral(String text, _) ->
          text.equals("1") ? Count.LITERAL_1 : Count.LITERAL_N;
      case Expr.Member m when m.field().equals("orig_nents") -> Count.ORIG_NENTS;
      case Expr.Member m when m.field().equals("nents") && isTable(body, m) ->
          Count.SGT_NENTS_LEGACY;
      case Expr.Member _ -> Count.MEMBER;
      case Expr.Call c when c.name().filter("sg_nents"::equals).isPresent() -> Count.SG_NENTS_CALL;
      case Expr.Call c
          when c.name().filter(n -> n.startsWith("scsi_") && n.endsWith("sg_count")).isPresent() ->
          Count.SCSI_COUNT;
      case Expr.Name n -> body.declares(n.id()) ? Count.LOCAL : Count.LITERAL_N;
      case Expr.Cast(_, Expr operand, _) -> count(body, operand);
      default -> Count.OTHER;
    };
  }

  private boolean isTable(Body body, Expr.Member m) {
    return facts.driver().tags().tagOf(body, m.base()).filter("sg_table"::equals).isPresent();
  }

  /// Whether exactly one entry is passed, a local that only ever holds 1 included.
  boolean isSingle(FoundCall found) {
    return found
        .argument(Parameter.COUNT)
        .map(c -> count(found.body(), c) == Count.LITERAL_1)
        .orElse(false);
  }

  /// The first test of `variable` after the call that a failure does not pass, written with `x`;
  /// `none` when nothing looks at it. Two tests for different numbers leave a third way for a
  /// failure; one, for a single entry, sends it where the many go.
  private String tests(FoundCall found, String variable) {
    Body body = found.body();
    Span call = found.call().span();
    Set<String> numbers = new LinkedHashSet<>();
    SeenFrom seen = new SeenFrom(body, facts.ways(body), call, variable);
    for (Expr condition : conditions(body)) {
      if (condition.span().end() >= call.end()) {
        List<Expr> parts = new ArrayList<>();
        Parts.forEachExpr(condition, parts::add);
        for (Expr part : parts) {
          if (part.span().end() >= call.end()
              && text(body, part).equals(variable)
              && isStill(seen, part)
              && !isInWalk(body, variable, part, call)) {
            String test = around(body, condition, part.span());
            boolean one = NUMBER.matcher(test).matches();
            if (one ? numbers.add(test) && numbers.size() > 1 : tells(found, test)) {
              return "x:" + test;
            }
          }
        }
      }
    }
    return body.returned().stream()
            .anyMatch(r -> text(body, r).equals(variable) && isStill(seen, r))
        ? "returned"
        : "none";
  }

  /// Whether a test parts a failure from success: not what is computed of the result, not the
  /// question whether there are too many entries, and where a failure is negative, not the one
  /// whether there are any.
  private static boolean tells(FoundCall found, String test) {
    boolean negative = found.kernel().returns() == Returns.NEGATIVE_OR_COUNT;
    return !COMPUTED.matcher(test).matches()
        && !MORE.matcher(test).matches()
        && !(negative && ANY.matcher(test).matches());
  }

  /// Whether an expression stands in a loop behind the call that goes around as often as the result
  /// says: where the mapping failed, not at all.
  private static boolean isInWalk(Body body, String variable, Expr use, Span call) {
    return body.statements().stream()
        .filter(s -> s instanceof Stmt.Each || s instanceof Stmt.For)
        .filter(s -> s.span().start() >= call.end() && s.span().contains(use.span()))
        .flatMap(s -> Parts.expressionsOf(s).stream())
        .anyMatch(e -> Parts.anyExpr(e, p -> text(body, p).equals(variable)));
  }

  /// Whether what a variable holds where `use` stands can be what the call returned.
  private static boolean isStill(SeenFrom seen, Expr use) {
    return !(use instanceof Expr.Name) || seen.reaches(use.span());
  }

  /// The smallest comparison or negation around `span` in a condition, or `x`.
  private static String around(Body body, Expr condition, Span span) {
    String[] best = {"x"};
    Parts.forEachExpr(
        condition,
        e -> {
          boolean tests =
              (e instanceof Expr.Binary b && b.operator().compares())
                  || (e instanceof Expr.Unary u && !u.span().equals(span));
          if (tests && e.span().contains(span) && e.span().length() < span.length() + 40) {
            best[0] = replaced(body, e, span);
          }
        });
    return best[0];
  }

  private static Optional<Expr> condition(Body body, Span call) {
    return conditions(body).stream().filter(c -> c.span().contains(call)).findFirst();
  }

  /// What is decided on; the bound of a loop is not: a mapping that failed goes around no times,
  /// and on.
  private static List<Expr> conditions(Body body) {
    List<Expr> found = new ArrayList<>();
    for (Stmt stmt : body.statements()) {
      switch (stmt) {
        case Stmt.If _, Stmt.Switch _ -> found.addAll(Parts.expressionsOf(stmt));
        default -> {}
      }
    }
    for (Expr e : body.expressions()) {
      switch (e) {
        case Expr.Conditional(Expr condition, _, _, _) -> found.add(condition);
        case Expr.Call c when c.name().filter(Bookkeepings::isAssertion).isPresent() ->
            found.addAll(c.args());
        default -> {}
      }
    }
    return found;
  }

  private static boolean isAssertion(String name) {
    return name.startsWith("BUG_ON") || name.startsWith("WARN") || name.startsWith("KUNIT_");
  }

  private static String replaced(Body body, Expr e, Span span) {
    String before = body.file().text(new Span(e.span().start(), span.start()));
    String after = body.file().text(new Span(span.end(), e.span().end()));
    return (before + "x" + after).replaceAll("\\s+", "");
  }

  /// Whether `value` is the call at `span`, casts and `unlikely()` apart.
  private static boolean holds(Expr value, Span span) {
    return value.span().equals(span)
        || switch (value) {
          case Expr.Cast(_, Expr operand, _) -> holds(operand, span);
          case Expr.Call(_, List<Expr> args, _) -> args.size() == 1 && holds(args.getFirst(), span);
          case Expr.Assign(_, _, Expr inner, _) -> holds(inner, span);
          case Expr.Conditional(_, var then, Expr otherwise, _) ->
              then.filter(t -> holds(t, span)).isPresent() || holds(otherwise, span);
          default -> false;
        };
  }

  private static String text(Body body, Expr expr) {
    return body.text(expr);
  }
}
