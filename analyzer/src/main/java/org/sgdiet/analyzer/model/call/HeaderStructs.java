// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.ParsedFile;

/// Structs of the headers that drivers include, found without reading the closure of all headers:
/// the ones that a file names, and the ones that those name. Safe for several threads.
public final class HeaderStructs {

  private static final int DEEPEST = 2;

  private final Function<String, Optional<ParsedFile>> headers;
  private final Map<String, Optional<Header>> files;
  private final Map<String, Optional<Item.Struct>> known;
  private final Consumer<String> consulted;

  /// @param includes where the headers that it includes may be
  private record Header(ParsedFile file, Map<String, Slice> structs, List<String> includes) {}

  /// Headers of a tree.
  ///
  /// @param headers gives the header at a path relative to the tree, when it is there
  public HeaderStructs(Function<String, Optional<ParsedFile>> headers) {
    this(headers, new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), _ -> {});
  }

  private HeaderStructs(
      Function<String, Optional<ParsedFile>> headers,
      Map<String, Optional<Header>> files,
      Map<String, Optional<Item.Struct>> known,
      Consumer<String> consulted) {
    this.headers = headers;
    this.files = files;
    this.known = known;
    this.consulted = consulted;
  }

  /// The same headers, for one who wants to know which of them an answer hung on, there or not.
  public HeaderStructs telling(Consumer<String> consulted) {
    return new HeaderStructs(headers, files, known, consulted);
  }

  /// The struct or union `tag` of a header that `file` includes, the nearest first. Headers beside
  /// the file do not count as a step: drivers gather what they need in one.
  Optional<Item.Struct> find(DriverFile file, String tag) {
    return path(file, tag).flatMap(p -> struct(p, tag));
  }

  /// The header that [#find] finds a struct in.
  Optional<String> path(DriverFile file, String tag) {
    Set<String> seen = new HashSet<>();
    List<String> edge = new ArrayList<>(file.includedPaths());
    for (int depth = 0; depth <= DEEPEST && !edge.isEmpty(); depth++) {
      List<String> next = new ArrayList<>();
      for (int i = 0; i < edge.size(); i++) {
        String path = edge.get(i);
        if (seen.add(path)) {
          consulted.accept(path);
          if (struct(path, tag).isPresent()) {
            return Optional.of(path);
          }
          List<String> includes = header(path).map(Header::includes).orElse(List.of());
          (path.startsWith("include/") ? next : edge).addAll(includes);
        }
      }
      edge = next;
    }
    return Optional.empty();
  }

  private Optional<Item.Struct> struct(String path, String tag) {
    Optional<Header> header = header(path);
    return header
        .flatMap(h -> Optional.ofNullable(h.structs().get(tag)))
        .flatMap(
            s -> known.computeIfAbsent(path + " " + tag, _ -> header.flatMap(h -> read(h, s))));
  }

  private static Optional<Item.Struct> read(Header header, Slice slice) {
    return header.file().item(slice) instanceof Item.Struct s ? Optional.of(s) : Optional.empty();
  }

  private Optional<Header> header(String path) {
    return files.computeIfAbsent(path, p -> headers.apply(p).map(HeaderStructs::header));
  }

  private static Header header(ParsedFile file) {
    Map<String, Slice> structs = new HashMap<>();
    List<String> includes = new ArrayList<>();
    for (Slice slice : file.outline()) {
      switch (slice.kind()) {
        case STRUCT, UNION -> slice.name().ifPresent(n -> structs.putIfAbsent(n, slice));
        case INCLUDE -> slice.name().ifPresent(includes::add);
        case FUNCTION, ENUM, TYPEDEF, MACRO, VARIABLE, PROTOTYPE, OTHER -> {}
      }
    }
    return new Header(file, structs, paths(file.source().path(), includes));
  }

  /// Where the headers that `from` includes may be: in `include/`, or beside it.
  static List<String> paths(String from, List<String> includes) {
    List<String> paths = new ArrayList<>();
    for (String include : includes) {
      paths.add("include/" + include);
      paths.add(beside(from, include));
    }
    return paths;
  }

  private static String beside(String from, String include) {
    Path directory = Path.of(from).getParent();
    Path path = directory == null ? Path.of(include) : directory.resolve(include);
    return path.normalize().toString().replace('\\', '/');
  }
}
