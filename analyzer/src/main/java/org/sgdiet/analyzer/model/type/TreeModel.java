// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.tree.Paths;
import org.sgdiet.analyzer.tree.SourceTree;

/// The names of a source tree. Files are opened when a lookup reaches them and outlined once; what
/// was read of a header is shared by all who include it. Safe for many threads.
public final class TreeModel {

  private static final String PRELUDE = "<prelude>";

  private final SourceTree tree;
  private final Optional<TreeModel> other;
  private final Includes includes;
  private final Map<String, FileNames> names = new ConcurrentHashMap<>();
  private final Map<String, Optional<Found<Item.Function>>> elsewhere = new ConcurrentHashMap<>();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final Macros macros = new Macros();
  private final FileNames prelude;

  /// A model over `tree`.
  public TreeModel(SourceTree tree) {
    this(tree, Optional.empty());
  }

  private TreeModel(SourceTree tree, Optional<TreeModel> other) {
    this.tree = tree;
    this.other = other;
    this.includes = new Includes(tree.paths());
    this.prelude = Outlined.of(Prelude.file());
  }

  /// A model over another version of the tree, which shares what is read of the files that both
  /// have.
  public TreeModel of(SourceTree version) {
    return new TreeModel(version, Optional.of(this));
  }

  /// What names mean in the translation unit of the `.c` (or header) file at `path`. The answer
  /// belongs to one thread.
  public FileModel file(String path) {
    return new FileModel(this, path);
  }

  /// The bytes of a file; empty bytes when it cannot be read.
  public SourceFile source(String path) {
    return names(path).file();
  }

  /// Headers that were included and that the tree does not have, as written, sorted.
  public List<String> missingHeaders() {
    return List.copyOf(new TreeSet<>(missing));
  }

  /// Forgets what was read of `.c` files, so that a walk over a whole tree keeps headers only.
  public void forgetSources() {
    names.keySet().removeIf(path -> path.endsWith(".c"));
    elsewhere.clear();
  }

  /// Forgets what was read of one file; the next question about it reads it again.
  public void forget(String path) {
    names.remove(path);
  }

  FileNames names(String path) {
    FileNames known = names.get(path);
    if (known != null) {
      return known;
    }
    FileNames read = read(path);
    names.put(path, read);
    return read;
  }

  private FileNames read(String path) {
    return other
        .filter(o -> isStampedAlike(path, o.tree))
        .map(o -> o.names(path))
        .orElseGet(() -> readHere(path));
  }

  private boolean isStampedAlike(String path, SourceTree version) {
    Optional<SourceTree.Stamp> stamp = tree.stamp(path);
    return stamp.isPresent() && stamp.equals(version.stamp(path));
  }

  private FileNames readHere(String path) {
    return switch (tree.read(path)) {
      case SourceTree.Content.Bytes(byte[] bytes) ->
          other
              .map(o -> o.names.get(path))
              .filter(names -> Arrays.equals(names.file().bytes(), bytes))
              .orElseGet(() -> Outlined.of(new SourceFile(path, bytes)));
      case SourceTree.Content.Skipped(String reason) -> {
        missing.add(path + " (" + reason + ")");
        yield Outlined.of(new SourceFile(path, new byte[0]));
      }
    };
  }

  Optional<String> resolve(String from, FileNames.Include include) {
    Optional<String> path = includes.resolve(from, include.name(), include.quoted());
    if (path.isEmpty()) {
      missing.add(include.name());
    }
    return path;
  }

  Macros macros() {
    return macros;
  }

  <T> Optional<Found<T>> prelude(Function<FileNames, Optional<T>> find) {
    return find.apply(prelude).map(item -> new Found<>(item, PRELUDE));
  }

  /// The non-static definition of `name` in another `.c` file of the directory, if there is exactly
  /// one.
  Optional<Found<Item.Function>> functionOfDirectory(String path, String name) {
    String directory = Paths.directory(path);
    return elsewhere.computeIfAbsent(directory + " " + name, _ -> search(directory, name));
  }

  private Optional<Found<Item.Function>> search(String directory, String name) {
    List<Found<Item.Function>> candidates = new ArrayList<>();
    for (String path : Paths.in(tree.paths(), directory)) {
      if (path.endsWith(".c")) {
        names(path)
            .function(name)
            .filter(f -> !f.isStatic())
            .ifPresent(f -> candidates.add(new Found<>(f, path)));
      }
    }
    return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
  }

  /// The text of the functions called `name` in the file at `path`, without a parse: one, several
  /// where the preprocessor chooses, or none.
  public List<String> functionTexts(String path, String name) {
    return names(path).functionTexts(name);
  }

  /// The text of `span` in the file at `path`.
  public String text(String path, Span span) {
    return source(path).text(span);
  }
}
