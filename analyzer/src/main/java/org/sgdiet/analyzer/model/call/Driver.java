// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;

/// The files of a driver with the headers beside them: functions by name, who calls whom, what is
/// stored in which operations table. Confined to one thread.
public final class Driver {

  /// Macros that stand for one another.
  private static final int MOST_MACROS = 4;

  private static final int MOST_CALLERS = 64;

  private final List<DriverFile> files;
  private final Map<String, DriverFile> byPath = new HashMap<>();
  private final Set<String> abroad = new HashSet<>();
  private final HeaderStructs headers;
  private final Tags tags;
  private final Map<Body, List<CallSite>> callers = new HashMap<>();
  private final Map<Body, Set<MemberKey>> tables = new HashMap<>();
  private final Map<MemberKey, List<Body>> targets = new HashMap<>();
  private final Map<String, List<Body>> shared = new HashMap<>();
  private final Map<String, Set<String>> included = new HashMap<>();
  private final Map<Mention, Map<String, List<Body>>> mentioning = new EnumMap<>(Mention.class);
  private Optional<Links> links = Optional.empty();

  /// A driver made of `files`, headers included.
  public Driver(List<DriverFile> files, HeaderStructs headers) {
    this(files, List.of(), headers);
  }

  /// A driver made of `files`, and the files of other directories that its lists come from or go
  /// to.
  public Driver(List<DriverFile> files, List<DriverFile> abroad, HeaderStructs headers) {
    this.files = Stream.concat(files.stream(), abroad.stream()).toList();
    this.files.forEach(f -> byPath.put(f.path(), f));
    abroad.forEach(f -> this.abroad.add(f.path()));
    this.headers = headers;
    this.tags = new Tags(this, headers);
  }

  /// The files, in the order given.
  public List<DriverFile> files() {
    return files;
  }

  /// The file at `path`.
  public Optional<DriverFile> file(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /// What an object-like macro stands for in the file at `from`, as far as the driver defines it:
  /// the name of another macro, a number, or any other text; the name itself when it does not.
  public String macro(String name, String from) {
    String known = name;
    for (int i = 0; i < MOST_MACROS; i++) {
      String asked = known;
      Optional<String> next =
          Stream.concat(file(from).stream(), files.stream())
              .flatMap(f -> f.items(Slice.Kind.MACRO, asked).stream())
              .findFirst()
              .flatMap(m ->
                  m instanceof Item.Macro(_, var parameters, String body, _) && parameters.isEmpty()
                      ? Optional.of(body.strip())
                      : Optional.empty());
      if (next.isEmpty()) {
        break;
      }
      known = next.get();
    }
    return known;
  }

  /// What structs the driver's expressions are of.
  public Tags tags() {
    return tags;
  }

  /// The function that `name` means in the file at `from`: its own, or the one of another file. Of
  /// the headers that have one, the one that the file includes.
  public Optional<Body> function(String name, String from) {
    List<Body> own = file(from).map(f -> f.functions(name)).orElse(List.of());
    if (!own.isEmpty()) {
      return Optional.of(own.getFirst());
    }
    List<Body> others = shared.computeIfAbsent(name, this::findShared);
    Optional<Body> first = others.stream().findFirst();
    return others.size() > 1 && inHeader(others.getFirst())
        ? others.stream()
            .filter(b -> inHeader(b) && includedBy(from).contains(b.file().path()))
            .findFirst()
            .or(() -> first)
        : first;
  }

  private static boolean inHeader(Body body) {
    return DriverFile.isHeader(body.file().path());
  }

  /// The functions called `name` that other files see, the first of each file.
  private List<Body> findShared(String name) {
    return files.stream()
        .filter(f -> f.has(Slice.Kind.FUNCTION, name))
        .flatMap(f ->
            f.functions(name).stream()
                .filter(b -> f.isHeader() || !b.function().isStatic())
                .limit(1))
        .toList();
  }

  /// The paths of the driver's headers that the file at `from` includes, itself or through others.
  private Set<String> includedBy(String from) {
    Set<String> known = included.get(from);
    if (known == null) {
      known = new HashSet<>();
      List<DriverFile> edge = new ArrayList<>(file(from).stream().toList());
      for (int i = 0; i < edge.size(); i++) {
        for (String path : edge.get(i).includedPaths()) {
          if (known.add(path)) {
            file(path).ifPresent(edge::add);
          }
        }
      }
      included.put(from, known);
    }
    return known;
  }

  /// The functions that `call` may run: the one it names, or all that the driver stores in the
  /// member that it calls through.
  public List<Body> targets(Body caller, Expr.Call call) {
    return switch (call.callee()) {
      case Expr.Name(String name, _) ->
          caller.declares(name)
              ? List.of()
              : function(name, caller.file().path()).map(List::of).orElse(List.of());
      case Expr.Member member -> {
        MemberKey key = tags.key(caller, member);
        yield storedIn(key);
      }
      case Expr.Unary(_, Expr operand, _) ->
          targets(caller, new Expr.Call(operand, call.args(), call.span()));
      default -> List.of();
    };
  }

  /// The calls that may run `body`, direct ones first.
  public List<CallSite> callers(Body body) {
    List<CallSite> known = callers.get(body);
    if (known == null) {
      known = findCallers(body);
      callers.put(body, known);
    }
    return known;
  }

  /// The members of operations tables and other structs that `body` is stored in.
  public Set<MemberKey> tablesWith(Body body) {
    Set<MemberKey> known = tables.get(body);
    if (known == null) {
      known = new PointerStores(this).membersHolding(body);
      tables.put(body, known);
    }
    return known;
  }

  /// Whether a struct has its body in one of the files; one without a tag stands in that of another
  /// ([MemberKey]).
  public boolean defines(String struct) {
    String outer = outermost(struct);
    return files.stream()
        .anyMatch(f -> f.has(Slice.Kind.STRUCT, outer) || f.has(Slice.Kind.UNION, outer));
  }

  private static String outermost(String struct) {
    int dot = struct.indexOf('.');
    return dot < 0 ? struct : struct.substring(0, dot);
  }

  /// Whether a struct is the kernel's, as the file at `from` sees it: one of `include/`, not of the
  /// drivers.
  public boolean isKernels(String struct, String from) {
    return !defines(struct)
        && file(from)
            .flatMap(f -> headers.path(f, outermost(struct)))
            .filter(p -> p.startsWith("include/"))
            .isPresent();
  }

  /// The functions in whose text `word` stands like that.
  public List<Body> functions(Mention how, String word) {
    return mentioning
        .computeIfAbsent(how, _ -> new HashMap<>())
        .computeIfAbsent(
            word, w -> files.stream().flatMap(f -> f.functions(how, w).stream()).toList());
  }

  /// Whether what happens in the file at `to` may concern the one at `from`: they are the same, one
  /// is a header, they are of one module, one module uses what the other exports, or one was read
  /// because the facts of the other lead there.
  public boolean linked(String from, String to) {
    return abroad.contains(from) || abroad.contains(to) || links().linked(from, to);
  }

  /// Whether two files are of one module.
  public boolean sameModule(String a, String b) {
    return !abroad.contains(a) && !abroad.contains(b) && links().sameModule(a, b);
  }

  private Links links() {
    Links known = links.orElseGet(() -> new Links(files));
    links = Optional.of(known);
    return known;
  }

  /// The variables at file scope, tables of operations most of them, that name `body`.
  public List<String> variablesHolding(Body body) {
    return file(body.file().path()).stream()
        .flatMap(f -> f.itemsMentioning(Slice.Kind.VARIABLE, body.name()).stream())
        .flatMap(i -> i instanceof Item.Variable v ? Stream.of(v.declarator().name()) : Stream.of())
        .toList();
  }

  /// The functions that the driver stores in a member.
  public List<Body> storedIn(MemberKey key) {
    List<Body> known = targets.get(key);
    if (known == null) {
      known = new PointerStores(this).storedIn(key);
      targets.put(key, known);
    }
    return known;
  }

  /// Whether the name of a header's function stands for that of another header in a file.
  private boolean meansAnother(DriverFile user, Body body) {
    return inHeader(body)
        && function(body.name(), user.path())
            .filter(b -> inHeader(b) && !b.file().path().equals(body.file().path()))
            .isPresent();
  }

  private List<CallSite> findCallers(Body body) {
    List<CallSite> found = new ArrayList<>();
    boolean hidden = body.function().isStatic() && body.file().path().endsWith(".c");
    for (DriverFile file : files) {
      boolean own = file.path().equals(body.file().path());
      if (own || (!hidden && !meansAnother(file, body))) {
        for (Body caller : file.functions(Mention.CALLED, body.name())) {
          for (Expr.Call call : caller.calls()) {
            if (call.name().filter(body.name()::equals).isPresent()
                && found.size() < MOST_CALLERS) {
              found.add(new CallSite(caller, call));
            }
          }
        }
      }
    }
    new Callbacks(this).callsOf(body).stream().limit(MOST_CALLERS).forEach(found::add);
    for (MemberKey table : tablesWith(body)) {
      for (Body caller : functions(Mention.MEMBER, table.field())) {
        for (Expr.Call call : caller.calls()) {
          if (call.callee() instanceof Expr.Member member
              && member.field().equals(table.field())
              && tags.key(caller, member).mayBe(table)
              && found.size() < MOST_CALLERS) {
            found.add(new CallSite(caller, call));
          }
        }
      }
    }
    return found;
  }

  /// The variables at file scope called `name`, the file at `from` first.
  List<Item.Variable> variables(String name, String from) {
    List<Item.Variable> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    file(from).ifPresent(f -> collect(f, name, seen, found));
    files.forEach(f -> collect(f, name, seen, found));
    return found;
  }

  private static void collect(
      DriverFile file, String name, Set<String> seen, List<Item.Variable> found) {
    if (seen.add(file.path())) {
      for (Item item : file.items(Slice.Kind.VARIABLE, name)) {
        if (item instanceof Item.Variable v) {
          found.add(v);
        }
      }
    }
  }

  /// Whether a function is what `DEF_SCSI_QCMD(name)` calls: the macro writes the caller.
  public boolean isQueueCommand(Body body) {
    return body.name().endsWith("_lck")
        && file(body.file().path()).filter(f -> f.mentions("DEF_SCSI_QCMD")).isPresent();
  }
}
