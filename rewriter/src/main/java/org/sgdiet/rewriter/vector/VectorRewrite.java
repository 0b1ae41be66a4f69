// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// Lets the functions of a driver read vectors where they read the DMA side of a mapped list.
public final class VectorRewrite {

  private static final String SILENCES =
      "A message no longer tells the page offset or length of an entry, which a vector does not"
          + " have.";

  private final CodeTree tree;
  private final List<FunctionCode> functions;
  private final MappedList list;
  private final Cursors cursors;
  private final VectorText texts;
  private final Map<FunctionCode, LateLookup> lookups = new HashMap<>();
  private final Set<FunctionCode> readers = new LinkedHashSet<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  /// @param functions those of the driver that may touch the list
  /// @param maps the calls that map it
  public VectorRewrite(
      CodeTree tree, List<FunctionCode> functions, MappedList list, List<Occurrence> maps) {
    this.tree = tree;
    this.functions = List.copyOf(functions);
    this.list = list;
    this.cursors = Cursors.of(tree, functions, list);
    this.texts = new VectorText(cursors, list);
    for (Occurrence map : maps) {
      lookups.putIfAbsent(map.in(), new LateLookup(map));
    }
    Map<FunctionCode, Occurrence> last = new HashMap<>();
    maps.forEach(m -> callers(m.in(), last));
    last.forEach((code, call) -> lookups.putIfAbsent(code, new LateLookup(call)));
  }

  /// To those who call functions that map, the list is mapped by the last of these calls.
  private void callers(FunctionCode mapper, Map<FunctionCode, Occurrence> last) {
    for (Occurrence call : tree.callers(mapper)) {
      if (functions.contains(call.in())) {
        boolean known = last.containsKey(call.in());
        last.merge(call.in(), call, (a, b) -> a.span().start() > b.span().start() ? a : b);
        if (!known) {
          callers(call.in(), last);
        }
      }
    }
  }

  /// Why the readers cannot be changed.
  ///
  /// @param forbids whether today's code forbids it, rather than asks for help
  public record Obstacle(Occurrence at, boolean forbids, String reason) {}

  /// Functions that read the DMA side, once [#edit] was called.
  public Set<FunctionCode> readers() {
    return readers;
  }

  /// What else a log has to say, in sentences, once [#edit] was called.
  public Set<String> remarks() {
    return remarks;
  }

  /// What stands against it, the most telling first.
  public Optional<Obstacle> obstacle() {
    Optional<Obstacle> first = Optional.empty();
    for (List<Cursor> group : cursors.groups()) {
      if (isRead(group)) {
        Optional<Obstacle> here = obstacle(group);
        if (here.filter(Obstacle::forbids).isPresent()) {
          return here;
        }
        first = first.or(() -> here);
      }
    }
    return first;
  }

  private static boolean isRead(List<Cursor> group) {
    return group.stream().anyMatch(c -> c.fromList)
        && group.stream()
            .anyMatch(c -> c.isRead() || c.obstacles.stream().anyMatch(Cursor.Obstacle::hides));
  }

  private Optional<Obstacle> obstacle(List<Cursor> group) {
    Optional<Obstacle> hand =
        group.stream()
            .flatMap(c -> c.obstacles.stream())
            .filter(Cursor.Obstacle::forbids)
            .map(o -> new Obstacle(o.at(), true, o.reason()))
            .findFirst();
    boolean read = group.stream().anyMatch(Cursor::isRead);
    return hand.or(() ->
            group.stream()
                .filter(_ -> read)
                .flatMap(c -> c.cpuReads.stream())
                .map(o ->
                    new Obstacle(
                        o,
                        true,
                        "CPU side and DMA side of the list are read through one pointer: entry and"
                            + " vector of one index are different memory once an IOMMU merges"))
                .findFirst())
        .or(() -> endless(group))
        .or(() ->
            group.stream()
                .flatMap(c ->
                    Stream.concat(
                        c.obstacles.stream(),
                        Optional.ofNullable(lookups.get(c.code))
                            .flatMap(l -> l.obstacle(c))
                            .stream()))
                .map(o -> new Obstacle(o.at(), false, o.reason()))
                .findFirst());
  }

  /// A walk to the end of the list where the vectors' end is not at hand.
  private Optional<Obstacle> endless(List<Cursor> group) {
    return group.stream()
        .flatMap(c -> c.ends.stream().filter(o -> end(c, o).isEmpty()))
        .findFirst()
        .map(o ->
            new Obstacle(
                o,
                false,
                "the walk ends where the list ends; vectors have no end mark, so let the mapped"
                    + " count end it first"));
  }

  /// Behind the last vector of what a cursor walks at `place`.
  private Optional<String> end(Cursor c, Occurrence place) {
    Set<String> first = new LinkedHashSet<>();
    for (Occurrence lookup : Reaching.lookups(c, place)) {
      list.vectors(LateLookup.list(lookup), c.code).ifPresent(first::add);
    }
    return first.size() == 1 && !c.variable.parameter()
        ? first.stream().findFirst().flatMap(list::end)
        : Optional.empty();
  }

  /// Writes the edits of all readers.
  ///
  /// @return whether anything reads the DMA side
  public boolean edit(Draft draft) {
    List<Cursor> changed = new ArrayList<>();
    for (List<Cursor> group : cursors.groups()) {
      if (isRead(group)) {
        changed.addAll(group);
      }
    }
    name(changed);
    Map<FunctionCode, List<Span>> gone = new HashMap<>();
    for (Cursor c : changed) {
      readers.add(c.code);
      declare(c, draft);
      List<Span> here = gone.computeIfAbsent(c.code, _ -> new ArrayList<>());
      here.addAll(moved(c, draft));
      for (MessageArgument told : c.told) {
        told.remove(draft);
        here.add(told.value().span());
        remarks.add(SILENCES);
      }
    }
    for (Cursor c : cursors.apart()) {
      EntryParameter parameter = new EntryParameter(tree, c, this::text);
      parameter
          .edit(draft)
          .forEach(
              (code, spans) -> gone.computeIfAbsent(code, _ -> new ArrayList<>()).addAll(spans));
      remarks.add(
          c.code.name()
              + "() serves other lists too, and takes the address and length of an entry.");
    }
    for (FunctionCode code : functions) {
      Set<Span> done = new LinkedHashSet<>(gone.getOrDefault(code, List.of()));
      loops(code, draft, done);
      for (Occurrence o : code.occurrences()) {
        if (done.stream().noneMatch(s -> s.contains(o.span()))) {
          expression(o, draft, done);
        }
      }
    }
    return !readers.isEmpty();
  }

  /// The address or length of an entry as a caller has it, of a vector where it walks vectors.
  private String text(Expr entry, boolean address, FunctionCode code) {
    return means(Entries.root(entry), code)
        ? texts.read(entry, address, code)
        : (address ? "sg_dma_address(" : "sg_dma_len(") + code.text(entry.span()) + ")";
  }

  // ---- names

  private void name(List<Cursor> changed) {
    for (Cursor c : changed) {
      boolean one = c.stepped || (c.variable.parameter() && !c.fromList);
      List<String> wishes = one ? List.of("vec", "dvec") : List.of("vecs", "vec", "dvec");
      String name =
          wishes.stream()
              .filter(w -> !tree.mentions(c.code, w))
              .filter(w ->
                  changed.stream()
                      .noneMatch(o -> o.changes && o.code == c.code && o.name.equals(w)))
              .findFirst()
              .orElse(c.variable.name());
      c.name = name;
      c.changes = true;
    }
  }

  private Optional<LateLookup> early(Cursor c) {
    return Optional.ofNullable(lookups.get(c.code)).filter(l -> !l.early(c).isEmpty());
  }

  private List<Span> moved(Cursor c, Draft draft) {
    return early(c)
        .map(l ->
            l.move(
                c,
                list.vectors(LateLookup.list(l.early(c).getFirst()), c.code).orElseThrow(),
                draft))
        .orElse(List.of());
  }

  private void declare(Cursor c, Draft draft) {
    boolean moves =
        early(c)
            .filter(l -> l.early(c).getFirst().statement() instanceof Stmt.Declaration)
            .isPresent();
    if (moves) {
      LateLookup.declare(c, draft);
    } else if (c.variable.parameter()) {
      Parameters.retype(tree, c, draft);
    } else {
      Declarations.retype(c, cursors.changing(), draft);
    }
  }

  // ---- expressions

  private void loops(FunctionCode code, Draft draft, Set<Span> done) {
    for (Stmt stmt : code.statements()) {
      if (!(stmt instanceof Stmt.Each each) || each.args().size() < 3) {
        continue;
      }
      Optional<String> entry = texts.nameOf(each.args().get(1), code);
      if (entry.isPresent()) {
        SourceText text = new SourceText(code.file().text());
        String first =
            list.walked(each, code).orElseGet(() -> texts.pointer(each.args().getFirst(), code));
        int end = each.headSpan().end();
        int after = text.text().substring(end, text.lineAfter(end)).stripTrailing().length();
        draft.replace(
            code.file(),
            each.headSpan(),
            CallLayout.call(
                text.column(each.headSpan().start()),
                "for_each_dma_vec",
                List.of(
                    first,
                    entry.get(),
                    bound(each, first, code),
                    text.joined(each.args().getLast().span())),
                after));
        done.add(each.headSpan());
      }
    }
  }

  /// How many vectors a loop walks: what it says, or all of them.
  private String bound(Stmt.Each each, String first, FunctionCode code) {
    if (each.args().size() == 3) {
      return list.count(first).orElseThrow();
    }
    Expr count = each.args().get(2);
    return list.counted(count, code)
        .orElseGet(() -> new SourceText(code.file().text()).joined(count.span()));
  }

  private void expression(Occurrence o, Draft draft, Set<Span> done) {
    FunctionCode code = o.in();
    Optional<String> text = replacement(o);
    if (text.isPresent()) {
      readBy(o).filter(r -> !r.address()).ifPresent(r -> VectorText.sayType(r.whole(), draft));
      draft.replace(code.file(), o.span(), text.get());
      done.add(o.span());
    }
  }

  private Optional<String> replacement(Occurrence o) {
    FunctionCode code = o.in();
    Expr expr = o.expr();
    Optional<Cursor.Read> read = readBy(o);
    if (read.isPresent() && means(Entries.root(read.get().pointer()), code)) {
      readers.add(code);
      return Optional.of(texts.read(read.get(), code));
    }
    if (expr instanceof Expr.Assign(var _, Expr target, Expr value, var _)
        && Entries.isNext(value)
        && texts.nameOf(target, code).isPresent()
        && sameName(target, ((Expr.Call) value).args().getFirst())) {
      return Optional.of(texts.nameOf(target, code).get() + "++");
    }
    Optional<String> asked = atEnd(o);
    if (asked.isPresent()) {
      return asked;
    }
    if (Entries.isNext(expr) && texts.nameOf(Entries.root(expr), code).isPresent()) {
      return Optional.of(texts.pointer(expr, code));
    }
    Optional<String> counted = list.counted(expr, code);
    if (counted.isPresent()) {
      return counted;
    }
    if (texts.nameOf(expr, code).isPresent()) {
      return texts.nameOf(expr, code);
    }
    if (expr instanceof Expr.Cast(var _, Expr operand, var _)) {
      return list.vectors(operand, code).filter(_ -> givenToVector(o));
    }
    return list.vectors(expr, code).filter(_ -> givenToVector(o));
  }

  /// A test for the end of the list, as a test for the end of the vectors.
  private Optional<String> atEnd(Occurrence o) {
    FunctionCode code = o.in();
    return switch (o.expr()) {
      case Expr.Unary(UnaryOperator op, Expr operand, var _) when op == UnaryOperator.NOT ->
          test(operand, code, " >= ");
      case Expr.Binary(BinaryOperator op, Expr left, Expr right, var _)
          when (op == BinaryOperator.EQUAL || op == BinaryOperator.NOT_EQUAL)
              && (Entries.isNull(left) || Entries.isNull(right)) ->
          test(
              Entries.isNull(left) ? right : left,
              code,
              op == BinaryOperator.EQUAL ? " >= " : " < ");
      case Expr.Name name -> test(name, code, " < ");
      case Expr.Call call when Entries.isNext(call) -> test(call, code, " < ");
      default -> Optional.empty();
    };
  }

  /// @param entry a cursor, or what comes behind it
  private Optional<String> test(Expr entry, FunctionCode code, String operator) {
    Optional<Cursor> cursor = cursors.of(Entries.root(entry), code).filter(c -> c.changes);
    return cursor.flatMap(c ->
        c.ends.stream()
            .filter(e -> e.expr().equals(entry))
            .findFirst()
            .flatMap(e -> end(c, e))
            .map(end -> texts.pointer(entry, code) + operator + end));
  }

  private static boolean sameName(Expr a, Expr b) {
    return a instanceof Expr.Name(String x, var _)
        && b instanceof Expr.Name(String y, var _)
        && x.equals(y);
  }

  /// Whether the list stands where a vector is wanted: it is given to a changed cursor.
  private boolean givenToVector(Occurrence list) {
    Occurrence entry = Entries.widest(list);
    Optional<Occurrence> parent = entry.parent();
    if (parent.isEmpty()) {
      return list.statement() instanceof Stmt.Declaration d
          && d.declarators().stream()
              .filter(x -> x.init().filter(i -> i.span().contains(list.span())).isPresent())
              .anyMatch(x ->
                  cursors.changing().stream()
                      .anyMatch(c ->
                          c.code == list.in() && c.variable.declaredAt() == x.nameSpan().start()));
    }
    return switch (parent.get().expr()) {
      case Expr.Assign a -> texts.nameOf(a.target(), list.in()).isPresent();
      case Expr.Call call -> isVectorParameter(call, call.args().indexOf(entry.expr()), list.in());
      default -> false;
    };
  }

  private boolean isVectorParameter(Expr.Call call, int index, FunctionCode code) {
    Optional<FunctionCode> callee = call.name().flatMap(n -> tree.callee(n, code));
    return callee.isPresent()
        && index >= 0
        && index < callee.get().function().parameters().size()
        && cursors.changing().stream()
            .anyMatch(c ->
                c.code == callee.get()
                    && c.variable.parameter()
                    && callee
                        .get()
                        .function()
                        .parameters()
                        .get(index)
                        .name()
                        .equals(Optional.of(c.variable.name())));
  }

  private boolean means(Expr root, FunctionCode code) {
    return texts.nameOf(root, code).isPresent() || list.vectors(root, code).isPresent();
  }

  private static Optional<Cursor.Read> readBy(Occurrence whole) {
    return switch (whole.expr()) {
      case Expr.Call c when c.args().size() == 1 && !(c.callee() instanceof Expr.Member) ->
          whole
              .in()
              .at(c.args().getFirst().span())
              .flatMap(Entries::read)
              .filter(r -> r.whole().expr().equals(whole.expr()));
      case Expr.Member m ->
          whole.in().occurrences().stream()
              .filter(o -> o.expr().equals(m.base()))
              .findFirst()
              .flatMap(Entries::read)
              .filter(r -> r.whole().expr().equals(whole.expr()));
      default -> Optional.empty();
    };
  }
}
