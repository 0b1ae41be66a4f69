// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.Unsupported;
import org.sgdiet.analyzer.source.Words;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// One file of a driver: its items by name and by the words they mention, parsed when they are
/// asked for. Confined to one thread.
public final class DriverFile {

  private static final int STORAGE_CLASS = 8;

  private final ParsedFile parsed;
  private final List<Slice> slices;
  private final Map<Integer, Item> items = new HashMap<>();
  private final Map<Integer, Body> bodies = new HashMap<>();
  private final Map<String, List<Integer>> byName = new HashMap<>();
  private final Map<String, List<String>> callersOf = new HashMap<>();
  private List<String> includedPaths = List.of();
  private Optional<WordIndex> words = Optional.empty();

  /// A file.
  ///
  /// @param branches what makes an `#if` branch inside a function worth a view of its own
  public DriverFile(ParsedFile parsed, Prefilter branches) {
    this.parsed = parsed;
    this.slices = new ArrayList<>(parsed.outline());
    byte[] bytes = parsed.source().bytes();
    for (Slice slice : parsed.outline()) {
      if (slice.kind() == Slice.Kind.FUNCTION) {
        slices.addAll(parsed.variants(slice, branch -> branches.matches(bytes, branch)));
      }
    }
    for (int i = 0; i < slices.size(); i++) {
      int item = i;
      slices
          .get(i)
          .name()
          .ifPresent(n -> byName.computeIfAbsent(n, _ -> new ArrayList<>()).add(item));
    }
  }

  /// Path relative to the tree.
  public String path() {
    return parsed.source().path();
  }

  /// Whether any file may use what stands here as its own.
  public boolean isHeader() {
    return isHeader(path());
  }

  /// Whether the file at `path` is a header.
  public static boolean isHeader(String path) {
    return path.endsWith(".h");
  }

  /// The bytes.
  public SourceFile source() {
    return parsed.source();
  }

  /// Items of a kind called `name`.
  List<Item> items(Slice.Kind kind, String name) {
    List<Item> found = new ArrayList<>();
    for (int i : byName.getOrDefault(name, List.of())) {
      if (slices.get(i).kind() == kind) {
        found.add(item(i));
      }
    }
    return found;
  }

  /// Whether an item of a kind called `name` stands here, without parsing it.
  boolean has(Slice.Kind kind, String name) {
    for (int i : byName.getOrDefault(name, List.of())) {
      if (slices.get(i).kind() == kind) {
        return true;
      }
    }
    return false;
  }

  /// The functions called `name`; several where `#if` gives several.
  public List<Body> functions(String name) {
    List<Body> found = new ArrayList<>();
    for (int i : byName.getOrDefault(name, List.of())) {
      if (isFunction(i)) {
        body(i).ifPresent(found::add);
      }
    }
    return found;
  }

  /// The functions in whose text `word` stands like that.
  List<Body> functions(Mention how, String word) {
    List<Body> found = new ArrayList<>();
    for (int i : words().items(word)) {
      if (isFunction(i) && (isMacro(i) || how.isIn(parsed.code(), slices.get(i).span(), word))) {
        body(i).ifPresent(found::add);
      }
    }
    return found;
  }

  /// The functions whose text mentions any of `words`, in source order.
  public List<Body> functionsMentioning(Collection<String> words) {
    return functions(itemsMentioning(words));
  }

  /// The functions whose text mentions any of `words` and any of `others`, in source order.
  public List<Body> functionsMentioning(Collection<String> words, Collection<String> others) {
    BitSet both = itemsMentioning(words);
    both.and(itemsMentioning(others));
    return functions(both);
  }

  private BitSet itemsMentioning(Collection<String> wanted) {
    BitSet items = new BitSet();
    for (String word : wanted) {
      for (int item : words().items(word)) {
        items.set(item);
      }
    }
    return items;
  }

  private List<Body> functions(BitSet items) {
    return items.stream().filter(this::isFunction).boxed().flatMap(i -> body(i).stream()).toList();
  }

  /// The functions in whose text `filter` finds something, in source order.
  public List<Body> functionsMatching(Prefilter filter) {
    byte[] bytes = parsed.source().bytes();
    return IntStream.range(0, slices.size())
        .filter(i -> isFunction(i) && filter.matches(bytes, slices.get(i).span()))
        .boxed()
        .flatMap(i -> body(i).stream())
        .toList();
  }

  /// The names of the functions and macros in whose text `filter` finds something.
  Set<String> namesMatching(Prefilter filter) {
    byte[] bytes = parsed.source().bytes();
    return IntStream.range(0, slices.size())
        .filter(i -> isFunction(i) && filter.matches(bytes, slices.get(i).span()))
        .boxed()
        .flatMap(i -> slices.get(i).name().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// The names of the functions and macros that call one of `callees`, as far as their text tells;
  /// nothing is parsed for it.
  public Set<String> namesOfCallers(Collection<String> callees) {
    Set<String> names = new LinkedHashSet<>();
    for (String callee : callees) {
      names.addAll(callersOf.computeIfAbsent(callee, this::findCallers));
    }
    return names;
  }

  private List<String> findCallers(String callee) {
    List<String> found = new ArrayList<>();
    for (int i : words().items(callee)) {
      Slice slice = slices.get(i);
      if (isFunction(i) && Mention.CALLED.isIn(text(slice), slice.span(), callee)) {
        slice.name().ifPresent(found::add);
      }
    }
    return found;
  }

  /// The bytes that tell how a word stands in an item: macros are not among the code.
  private byte[] text(Slice slice) {
    return slice.kind() == Slice.Kind.MACRO ? parsed.source().bytes() : parsed.code();
  }

  /// The items of a kind whose text mentions `word`.
  List<Item> itemsMentioning(Slice.Kind kind, String word) {
    List<Item> found = new ArrayList<>();
    for (int i : words().items(word)) {
      if (slices.get(i).kind() == kind) {
        found.add(item(i));
      }
    }
    return found;
  }

  /// Whether any item mentions `word`.
  public boolean mentions(String word) {
    return words().items(word).length > 0;
  }

  /// Whether a function of another file is called, stored or given to another here, rather than a
  /// member or local of that name.
  boolean names(String function) {
    byte[] name = function.getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.stream(words().items(function))
        .mapToObj(slices::get)
        .filter(s -> s.kind() != Slice.Kind.PROTOTYPE)
        .anyMatch(s -> uses(s.span(), name));
  }

  private boolean uses(Span span, byte[] name) {
    byte[] bytes = parsed.source().bytes();
    for (int i = span.start() + 1; i + name.length < span.end(); i++) {
      int end = i + name.length;
      if (bytes[i] == name[0]
          && Arrays.equals(bytes, i, end, name, 0, name.length)
          && !Words.isWordByte(bytes[i - 1])
          && !Words.isWordByte(bytes[end])
          && (isStored(bytes, i - 1)
              || (isCalled(bytes, end) && !isMember(bytes, i - 1))
              || isGiven(bytes, i - 1, end))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMember(byte[] bytes, int before) {
    return bytes[before] == '.' || bytes[before] == '>';
  }

  private static boolean isCalled(byte[] bytes, int after) {
    int i = after;
    while (i < bytes.length - 1 && bytes[i] == ' ') {
      i++;
    }
    return bytes[i] == '(';
  }

  private static boolean isStored(byte[] bytes, int before) {
    return bytes[lastBefore(bytes, before)] == '=';
  }

  /// Whether a word is an argument or an element by itself: `request_irq(irq, acme_irq, 0, …)`. The
  /// names of functions have a prefix, those of locals seldom.
  private static boolean isGiven(byte[] bytes, int before, int after) {
    boolean prefixed = false;
    for (int i = before + 1; i < after; i++) {
      prefixed |= bytes[i] == '_';
    }
    byte last = bytes[lastBefore(bytes, before)];
    return prefixed
        && (last == '(' || last == ',' || last == '{')
        && (bytes[after] == ')' || bytes[after] == ',' || bytes[after] == '}');
  }

  private static int lastBefore(byte[] bytes, int before) {
    int i = before;
    while (i > 0 && (bytes[i] <= ' ' || bytes[i] == '&')) {
      i--;
    }
    return i;
  }

  /// Whether a function is exported to other modules, by an `EXPORT_SYMBOL` of any kind.
  public boolean exports(String function) {
    return Arrays.stream(words().items(function))
        .mapToObj(slices::get)
        .filter(s -> s.kind() == Slice.Kind.OTHER)
        .anyMatch(s -> parsed.source().text(s.span()).startsWith("EXPORT_SYMBOL"));
  }

  /// What could not be read: stretches that are no items, and functions that were asked for and
  /// could not be parsed.
  public List<Unsupported> unread() {
    List<Unsupported> unread = new ArrayList<>(parsed.unsupported());
    items.forEach((index, item) -> {
      if (item instanceof Item.Unread(String reason, Span span)
          && slices.get(index).kind() == Slice.Kind.FUNCTION) {
        unread.add(new Unsupported(span, reason));
      }
    });
    return unread;
  }

  /// The items as the outline sees them.
  public List<Slice> outline() {
    return slices;
  }

  /// The functions that other files can call by name; none of a header's, which every file has as
  /// its own.
  public Stream<Slice> sharedFunctions() {
    return isHeader()
        ? Stream.empty()
        : slices.stream().filter(s -> s.kind() == Slice.Kind.FUNCTION && !isStatic(s));
  }

  private boolean isStatic(Slice function) {
    int start = function.span().start();
    int end = Math.min(start + STORAGE_CLASS, function.span().end());
    return parsed.source().text(new Span(start, end)).startsWith("static");
  }

  /// Where the headers that the file includes may be.
  List<String> includedPaths() {
    if (includedPaths.isEmpty()) {
      includedPaths =
          HeaderStructs.paths(
              path(),
              slices.stream()
                  .filter(s -> s.kind() == Slice.Kind.INCLUDE)
                  .flatMap(s -> s.name().stream())
                  .toList());
    }
    return includedPaths;
  }

  Item item(int index) {
    Item known = items.get(index);
    if (known == null) {
      known = parsed.item(slices.get(index));
      items.put(index, known);
    }
    return known;
  }

  private Optional<Body> body(int index) {
    Body known = bodies.get(index);
    if (known == null) {
      Optional<Item.Function> function =
          switch (item(index)) {
            case Item.Function f -> Optional.of(f);
            case Item.Macro m -> Optional.of(asFunction(m, slices.get(index)));
            default -> Optional.empty();
          };
      known = function.map(f -> new Body(parsed.source(), f)).orElse(null);
      if (known != null) {
        bodies.put(index, known);
      }
    }
    return Optional.ofNullable(known);
  }

  private boolean isFunction(int index) {
    return slices.get(index).kind() == Slice.Kind.FUNCTION || isMacro(index);
  }

  private boolean isMacro(int index) {
    return slices.get(index).kind() == Slice.Kind.MACRO;
  }

  /// A macro that is called like a function, seen as one.
  private Item.Function asFunction(Item.Macro macro, Slice slice) {
    List<TypeSyntax.Parameter> parameters =
        macro.parameters().orElse(List.of()).stream()
            .map(p ->
                new TypeSyntax.Parameter(
                    Optional.of(p), new TypeSyntax.Unread(macro.span()), macro.span()))
            .toList();
    return new Item.Function(
        macro.name(),
        new TypeSyntax.Unread(macro.span()),
        parameters,
        true,
        parsed.macroBody(slice),
        macro.span(),
        macro.span(),
        macro.span());
  }

  private WordIndex words() {
    WordIndex known = words.orElseGet(() -> WordIndex.of(parsed.source().bytes(), slices));
    words = Optional.of(known);
    return known;
  }
}
