// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.StrippedText;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.tree.SourceTree;

/// The functions of a tree as a rewrite looks at them, read when asked for. Belongs to one thread.
public final class CodeTree {

  private final SourceTree tree;
  private final TreeModel model;
  private final Map<String, List<FunctionCode>> functions = new HashMap<>();
  private final Map<String, FileModel> models = new HashMap<>();
  private final Map<String, String> stripped = new HashMap<>();

  /// The code of `tree`.
  public CodeTree(SourceTree tree) {
    this.tree = tree;
    this.model = new TreeModel(tree);
  }

  /// The tree.
  public SourceTree tree() {
    return tree;
  }

  /// What names mean in the file at `path`.
  public FileModel names(String path) {
    return models.computeIfAbsent(path, model::file);
  }

  /// A file's bytes.
  public SourceFile file(String path) {
    return model.source(path);
  }

  /// The functions of a file, in source order.
  public List<FunctionCode> functions(String path) {
    List<FunctionCode> known = functions.get(path);
    if (known == null) {
      FileModel names = names(path);
      known = names.functions().stream().map(f -> new FunctionCode(f, names, file(path))).toList();
      functions.put(path, known);
    }
    return known;
  }

  /// The function that `name` calls when it is called in `from`, when its body is at hand.
  public Optional<FunctionCode> callee(String name, FunctionCode from) {
    return from.names()
        .function(name)
        .flatMap(found ->
            functions(found.path()).stream()
                .filter(f -> f.function().span().equals(found.item().span()))
                .findFirst());
  }

  /// All calls of `callee` in files that can see it: its own, and its directory's when it is not
  /// static.
  public List<Occurrence> callers(FunctionCode callee) {
    List<String> paths =
        callee.function().isStatic() && callee.file().path().endsWith(".c")
            ? List.of(callee.file().path())
            : directoryOf(callee.file().path());
    List<Occurrence> calls = new ArrayList<>();
    for (String path : paths) {
      if (mentions(path, callee.name())) {
        functions(path).forEach(f -> calls.addAll(f.calls(callee.name())));
      }
    }
    return calls;
  }

  /// Whether a function is mentioned other than in a call, as in an operations table.
  public boolean addressTaken(FunctionCode callee) {
    String path = callee.file().path();
    Matcher m = word(callee.name()).matcher(code(path));
    int mentions = 0;
    while (m.find()) {
      mentions++;
    }
    int declarations =
        1
            + (callee
                    .names()
                    .prototype(callee.name())
                    .filter(p -> p.path().equals(path))
                    .isPresent()
                ? 1
                : 0);
    int calls = functions(path).stream().mapToInt(f -> f.calls(callee.name()).size()).sum();
    return mentions > calls + declarations;
  }

  /// The struct or union that a member belongs to.
  public Optional<Found<Item.Struct>> struct(Entity.Field field, FunctionCode from) {
    return from.names().struct(field.kind(), field.tag());
  }

  /// The uses of a member in every file that can see its struct.
  public Uses uses(Entity.Field field, FunctionCode from) {
    Optional<Found<Item.Struct>> struct = struct(field, from);
    if (struct.isEmpty()) {
      return new Uses(List.of(), List.of(), Uses.Reach.UNKNOWN);
    }
    String home = struct.get().path();
    if (home.startsWith("include/")) {
      return new Uses(List.of(), List.of(), Uses.Reach.WHOLE_TREE);
    }
    List<Occurrence> found = new ArrayList<>();
    List<Uses.Loose> loose = new ArrayList<>();
    for (String path : home.endsWith(".c") ? List.of(home) : directoryOf(home)) {
      if (mentions(path, field.name())) {
        collect(field, path, found, loose);
      }
    }
    return new Uses(found, loose, Uses.Reach.KNOWN);
  }

  private void collect(
      Entity.Field field, String path, List<Occurrence> found, List<Uses.Loose> loose) {
    TreeSet<Integer> attributed = new TreeSet<>();
    for (FunctionCode code : functions(path)) {
      for (Occurrence o : code.occurrences()) {
        if (o.expr() instanceof Expr.Member m && m.field().equals(field.name())) {
          Optional<Entity> entity = Entity.of(m, code);
          if (entity.isPresent()) {
            attributed.add(m.fieldSpan().start());
            if (entity.get().equals(field)) {
              found.add(o);
            }
          }
        }
      }
    }
    Matcher m = Pattern.compile("(?:->|\\.)\\s*(" + field.name() + ")\\b").matcher(code(path));
    while (m.find()) {
      if (!attributed.contains(m.start(1))) {
        loose.add(new Uses.Loose(path, file(path).line(m.start(1))));
      }
    }
  }

  /// Whether `word` stands in the code of a file, comments and strings apart.
  public boolean mentions(String path, String word) {
    return word(word).matcher(code(path)).find();
  }

  /// Whether `word` stands in the code of a function, comments and strings apart.
  public boolean mentions(FunctionCode function, String word) {
    Span span = function.function().span();
    return word(word)
        .matcher(code(function.file().path()).substring(span.start(), span.end()))
        .find();
  }

  private static Pattern word(String word) {
    return Pattern.compile("\\b" + Pattern.quote(word) + "\\b");
  }

  /// The file with comments and strings blanked, one character a byte.
  public String code(String path) {
    return stripped.computeIfAbsent(
        path, p -> new String(StrippedText.of(file(p)).code(), StandardCharsets.ISO_8859_1));
  }

  private List<String> directoryOf(String path) {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    return tree.paths().stream().filter(p -> p.startsWith(directory)).toList();
  }
}
