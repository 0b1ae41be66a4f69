// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// The uses of lists in the functions of a driver: the in/out map. Confined to one thread.
public final class ListUses {

  private static final String ENTRY = "scatterlist";

  private final ValueFlow flow;
  private final KernelApi api;
  private final Map<Body, List<ListUse>> known = new HashMap<>();

  /// Uses in the functions that `flow` follows values through.
  public ListUses(ValueFlow flow) {
    this.flow = flow;
    this.api = flow.api();
  }

  /// The uses in one function, in source order of their loops and expressions.
  public List<ListUse> in(Body body) {
    List<ListUse> found = known.get(body);
    if (found == null) {
      found = find(body);
      known.put(body, found);
    }
    return found;
  }

  private List<ListUse> find(Body body) {
    List<ListUse> found = new ArrayList<>();
    Set<Expr> written = Collections.newSetFromMap(new IdentityHashMap<>());
    body.definitions().forEach(d -> written.add(d.target()));
    for (Stmt stmt : body.statements()) {
      if (stmt instanceof Stmt.Each(String macro, List<Expr> args, _, var head, _)) {
        api.call(macro, args.size())
            .flatMap(k -> use(body, k, args, head, false))
            .ifPresent(found::add);
      }
    }
    for (Expr expr : body.expressions()) {
      switch (expr) {
        case Expr.Call(Expr.Name(String name, _), List<Expr> args, var span) ->
            api.call(name, args.size())
                .ifPresent(k -> {
                  use(body, k, args, span, written.contains(expr)).ifPresent(found::add);
                  second(body, k, args, span).ifPresent(found::add);
                });
        case Expr.Call(Expr.Member(_, _, String field, _, _), List<Expr> args, var span) ->
            api.call(field, args.size())
                .flatMap(k -> use(body, k, args, span, false))
                .ifPresent(found::add);
        case Expr.Member member ->
            field(body, member, written.contains(member)).ifPresent(found::add);
        default -> {}
      }
    }
    body.definitions().forEach(d -> copy(body, d).ifPresent(found::add));
    return List.copyOf(found);
  }

  /// An entry that is set to a copy of another: `*sg = *other`, `sg[i] = other[j]`.
  private Optional<ListUse> copy(Body body, Definition d) {
    if (d.how() != How.ASSIGNED
        || d.value().filter(ListUses::isEntry).isEmpty()
        || !isEntry(d.target())
        || !flow.driver().tags().tagOf(body, d.target()).filter(ENTRY::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new ListUse(
            body,
            d.target(),
            flow.paths(body, d.target()),
            Effect.FILL,
            Role.INPUT,
            true,
            Optional.empty(),
            List.of(d.target(), d.value().get()),
            d.span()));
  }

  private static boolean isEntry(Expr expr) {
    return expr instanceof Expr.Index
        || (expr instanceof Expr.Unary u && u.operator() == UnaryOperator.DEREFERENCE);
  }

  private Optional<ListUse> use(
      Body body, KernelCall k, List<Expr> args, Span span, boolean written) {
    OptionalInt at = k.subjectIndex();
    if (at.isEmpty() || !ofLists(k)) {
      return Optional.empty();
    }
    return Optional.of(use(body, k, args, args.get(at.getAsInt()), span, written));
  }

  /// The protection list of a call that registers data and protection together.
  private Optional<ListUse> second(Body body, KernelCall k, List<Expr> args, Span span) {
    return k.effect() == Effect.REGISTER
        ? IntStream.range(0, args.size())
            .filter(k::isList)
            .skip(1)
            .mapToObj(i -> use(body, k, args, args.get(i), span, false))
            .findFirst()
        : Optional.empty();
  }

  private ListUse use(
      Body body, KernelCall k, List<Expr> args, Expr list, Span span, boolean written) {
    return new ListUse(
        body,
        list,
        flow.subject(body, k, list),
        k.effect(),
        side(k),
        written || k.effect() == Effect.FILL || k.effect() == Effect.INIT,
        Optional.of(k),
        args,
        span);
  }

  private static boolean ofLists(KernelCall k) {
    return switch (k.subject()) {
      case LIST, TABLE, COMMAND, ENTRY, INPUT, OUTPUT, VEC -> true;
      case SINGLE, PAGE, PHYS, RESOURCE, HANDLE, IOVA, REQUEST, COUNT, SIZE, DIRECTION -> false;
    };
  }

  /// Which side of its list a kernel call touches.
  public static Role side(KernelCall k) {
    return switch (k.effect()) {
      case BUILD, INIT, FILL, ALLOC, FREE, COPY, COUNT -> Role.INPUT;
      case UNMAP, SYNC, PREP, REGISTER, EXPORT, WALK_PAGES -> Role.OUTPUT;
      case MAP -> k.subject().isList() ? Role.BOTH : Role.INPUT;
      case WALK, STEP, ACCESS, TEST, QUERY ->
          k.subject() == Subject.OUTPUT
              ? Role.OUTPUT
              : k.subject() == Subject.INPUT ? Role.INPUT : Role.BOTH;
    };
  }

  private Optional<ListUse> field(Body body, Expr.Member member, boolean written) {
    Role side =
        switch (member.field()) {
          case "dma_address", "dma_length" -> Role.OUTPUT;
          case "length", "offset", "page_link" -> Role.INPUT;
          default -> Role.BOTH;
        };
    if (side == Role.BOTH
        || !flow.driver().tags().tagOf(body, member.base()).filter(ENTRY::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new ListUse(
            body,
            member.base(),
            flow.paths(body, member.base()),
            Effect.ACCESS,
            side,
            written,
            Optional.empty(),
            List.of(),
            member.span()));
  }
}
