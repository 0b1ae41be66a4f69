// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.ParsedFile;

/// Structs of the headers that drivers include from `include/`, found without reading the closure
/// of all headers: the ones that a file names, and the ones that those name. Safe for several
/// threads.
public final class HeaderStructs {

  private static final int DEEPEST = 2;

  private final Function<String, Optional<ParsedFile>> headers;
  private final Map<String, Optional<ParsedFile>> files = new ConcurrentHashMap<>();
  private final Map<String, Optional<Item.Struct>> known = new ConcurrentHashMap<>();

  /// Headers of a tree.
  ///
  /// @param headers gives the header at a path relative to the tree, when it is there
  public HeaderStructs(Function<String, Optional<ParsedFile>> headers) {
    this.headers = headers;
  }

  /// The struct or union `tag` of a header that `file` includes.
  Optional<Item.Struct> find(DriverFile file, String tag) {
    for (String header : file.includes()) {
      Optional<Item.Struct> found = find(header, tag, DEEPEST);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Item.Struct> find(String header, String tag, int depth) {
    String path = "include/" + header;
    Optional<Item.Struct> here = known.computeIfAbsent(path + " " + tag, _ -> in(path, tag));
    if (here.isPresent() || depth == 0) {
      return here;
    }
    Optional<ParsedFile> file = file(path);
    if (file.isPresent()) {
      for (Slice slice : file.get().outline()) {
        if (slice.kind() == Slice.Kind.INCLUDE && slice.name().isPresent()) {
          Optional<Item.Struct> found = find(slice.name().get(), tag, depth - 1);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Item.Struct> in(String path, String tag) {
    return file(path)
        .flatMap(f ->
            f.outline().stream()
                .filter(s -> s.kind() == Slice.Kind.STRUCT || s.kind() == Slice.Kind.UNION)
                .filter(s -> s.name().filter(tag::equals).isPresent())
                .map(f::item)
                .flatMap(i ->
                    i instanceof Item.Struct s
                        ? java.util.stream.Stream.of(s)
                        : java.util.stream.Stream.empty())
                .findFirst());
  }

  private Optional<ParsedFile> file(String path) {
    return files.computeIfAbsent(path, headers);
  }
}
