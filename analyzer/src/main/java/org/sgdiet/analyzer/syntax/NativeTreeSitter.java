// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import io.github.treesitter.jtreesitter.Language;
import io.github.treesitter.jtreesitter.NativeLibraryLookup;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the native tree-sitter library: the system's own when it is new enough (its build is
/// several times faster), else the prebuilt one that is unpacked once into the user's cache
/// directory.
///
/// jtreesitter finds this class as a service.
@SuppressWarnings("restricted")
public final class NativeTreeSitter implements NativeLibraryLookup {

  /// Names under which systems install a library of version 0.25 or later.
  private static final List<String> SYSTEM_NAMES =
      List.of(
          "libtree-sitter.so.0.26",
          "libtree-sitter.so.0.25",
          "libtree-sitter.so.0",
          "libtree-sitter.so",
          "/opt/homebrew/lib/libtree-sitter.dylib",
          "/usr/local/lib/libtree-sitter.dylib");

  /// A function that came with 0.25.
  private static final String SINCE_0_25 = "ts_parser_parse_with_options";

  private static final String PREBUILT_VERSION = "0.26.6";
  private static final String GRAMMAR_VERSION = "0.24.1";

  /// Made by the service loader.
  public NativeTreeSitter() {}

  @Override
  public SymbolLookup get(Arena arena) {
    return symbols();
  }

  /// The functions of the library, for the whole life of the process.
  static SymbolLookup symbols() {
    return system()
        .map(SystemLibrary::symbols)
        .orElseGet(() -> SymbolLookup.libraryLookup(prebuilt("tree-sitter"), Arena.global()));
  }

  /// The C grammar as the library takes it.
  static MemorySegment grammar() {
    return Grammar.SEGMENT;
  }

  /// The C grammar, loaded once.
  ///
  /// @throws NativeLibraryException when this platform has no library, or none can be unpacked
  static Language c() {
    return Loaded.C;
  }

  /// Which library parses, for `--version --verbose`: `tree-sitter 0.26.6 (prebuilt)` or the
  /// system's.
  public static String description() {
    String core =
        system()
            .map(found -> "tree-sitter " + found.name() + " (system)")
            .orElse("tree-sitter " + PREBUILT_VERSION + " (prebuilt)");
    return core + ", C grammar " + GRAMMAR_VERSION;
  }

  private static Optional<SystemLibrary> system() {
    return Found.SYSTEM;
  }

  private static Optional<SystemLibrary> findSystem() {
    return SYSTEM_NAMES.stream().map(NativeTreeSitter::open).flatMap(Optional::stream).findFirst();
  }

  private static Optional<SystemLibrary> open(String name) {
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
      return symbols.find(SINCE_0_25).map(_ -> new SystemLibrary(name, symbols));
    } catch (IllegalArgumentException notInstalled) {
      return Optional.empty();
    }
  }

  private static Path prebuilt(String name) {
    return NativeLibraryCache.ofUser().unpack(Platform.current().resource(name));
  }

  /// A library of the system's.
  private record SystemLibrary(String name, SymbolLookup symbols) {}

  /// Looked for on first use, once for the process.
  private static final class Found {
    static final Optional<SystemLibrary> SYSTEM = findSystem();
  }

  /// Loaded on first use, once for the process.
  private static final class GrammarLibrary {
    static final SymbolLookup SYMBOLS =
        SymbolLookup.libraryLookup(prebuilt("tree-sitter-c"), Arena.global());
  }

  /// Loaded on first use, once for the process.
  private static final class Loaded {
    static final Language C = Language.load(GrammarLibrary.SYMBOLS, "tree_sitter_c");
  }

  /// The same for who does without jtreesitter.
  private static final class Grammar {
    static final MemorySegment SEGMENT = segment();

    private static MemorySegment segment() {
      try {
        return (MemorySegment)
            Linker.nativeLinker()
                .downcallHandle(
                    GrammarLibrary.SYMBOLS.findOrThrow("tree_sitter_c"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS))
                .invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
