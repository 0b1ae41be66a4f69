// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.cache.BuildDigest;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.cache.RecordCodec;

/// What a scan of a whole tree keeps for the next one: what was seen of each file, the results of
/// each directory's drivers with the files that they hung on, and where the names lead that leave a
/// directory. Each part is in bytes until it is asked for: a command may ask about one directory.
///
/// @param files what was seen of the files of a directory, by its path with its final `/`
/// @param directories the results of a directory, by its path
/// @param users a [Users]
record ScanMemory(Map<String, byte[]> files, Map<String, byte[]> directories, byte[] users) {

  private static final int MOST_VERSIONS = 8;

  private static final RecordCodec<ScanMemory> CODEC = new RecordCodec<>(ScanMemory.class);
  private static final RecordCodec<DirectoryScan.Result> RESULTS =
      new RecordCodec<>(DirectoryScan.Result.class);
  private static final RecordCodec<Files> FILES = new RecordCodec<>(Files.class);
  private static final RecordCodec<Directory> DIRECTORIES = new RecordCodec<>(Directory.class);
  private static final RecordCodec<Users> USERS = new RecordCodec<>(Users.class);

  static final ScanMemory NOTHING =
      new ScanMemory(Map.of(), Map.of(), USERS.write(new Users(Map.of())));

  /// The files of a directory, by name.
  private record Files(Map<String, Survey.Seen> seen) {}

  /// For a name that leads out of a directory, the `.c` files that mention it.
  private record Users(Map<String, Set<String>> byName) {}

  /// One directory's part.
  ///
  /// @param consulted the files outside of the directory that the results hung on, there or not
  record Directory(Set<String> consulted, List<Driver> drivers) {

    byte[] write() {
      return DIRECTORIES.write(this);
    }
  }

  /// One driver's part.
  ///
  /// @param files paths of its files
  /// @param open names that lead out of the directory where the facts end
  /// @param frameworks names that lead to who uses its sites
  /// @param abroad the files of other directories that were read for them
  /// @param result the sites and findings, as bytes: most are not looked at one by one
  record Driver(
      Set<String> files,
      Set<String> open,
      Set<String> frameworks,
      Set<String> abroad,
      byte[] result) {

    static Driver of(
        Set<String> files,
        Set<String> open,
        Set<String> frameworks,
        Set<String> abroad,
        DirectoryScan.Result result) {
      return new Driver(files, open, frameworks, abroad, RESULTS.write(result));
    }

    DirectoryScan.Result read() {
      return RESULTS.read(result);
    }
  }

  static byte[] write(Map<String, Survey.Seen> files) {
    return FILES.write(new Files(files));
  }

  static byte[] writeUsers(Map<String, Set<String>> users) {
    return USERS.write(new Users(users));
  }

  /// What was seen of the files of a directory, by name.
  ///
  /// @param directory with its final `/`
  Map<String, Survey.Seen> filesOf(String directory) {
    return Optional.ofNullable(files.get(directory))
        .map(bytes -> FILES.read(bytes).seen())
        .orElse(Map.of());
  }

  boolean isNothing() {
    return files.isEmpty();
  }

  Optional<Directory> directory(String path) {
    return Optional.ofNullable(directories.get(path)).map(DIRECTORIES::read);
  }

  /// For names that lead out of a directory, the `.c` files that mention each.
  Map<String, Set<String>> usersByName() {
    return USERS.read(users).byName();
  }

  /// What was kept of `tree` by this build of sgdiet with the same calls, or nothing: of this
  /// version if that is there, else of another.
  static ScanMemory load(CacheDirectory cache, SourceTree tree, KernelApi api) {
    return names(tree, api).stream()
        .flatMap(name -> cache.read(name).flatMap(CODEC::readWhole).stream())
        .findFirst()
        .orElse(NOTHING);
  }

  void save(CacheDirectory cache, SourceTree tree, KernelApi api) {
    names(tree, api).stream().findFirst().ifPresent(name -> cache.write(name, CODEC.write(this)));
  }

  /// The names under which scans of a tree are kept, the one of its own version first. Versions
  /// share a few names, so that what is kept does not grow; who finds what another version left
  /// there has more to read, and nothing wrong.
  private static List<String> names(SourceTree tree, KernelApi api) {
    Optional<String> base =
        tree.identity()
            .flatMap(
                id -> BuildDigest.ofAnalyzer().map(build -> build + " " + id + " " + api.added()));
    if (base.isEmpty() || tree.version().isEmpty()) {
      return base.stream().toList();
    }
    int own = tree.version().hashCode();
    return IntStream.range(0, MOST_VERSIONS)
        .mapToObj(i -> base.get() + " " + Math.floorMod(own + i, MOST_VERSIONS))
        .toList();
  }
}
