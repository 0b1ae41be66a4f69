// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.sgdiet.analyzer.source.Conditionals;
import org.sgdiet.analyzer.source.Directive;
import org.sgdiet.analyzer.source.Outline;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.StrippedText;
import org.sgdiet.analyzer.source.Unsupported;

/// A C file whose items are parsed one by one, when they are asked for.
///
/// Safe for use by several threads. Nothing is kept unless asked for, so an item that is asked for
/// twice is parsed twice.
public final class ParsedFile {

  private final SourceFile file;
  private final StrippedText text;
  private final Conditionals conditionals;
  private final Outline outline;
  private final Optional<Map<Slice, List<Item>>> kept;

  /// @param keep whether parsed items are kept
  ParsedFile(SourceFile file, boolean keep) {
    this.file = file;
    this.kept = keep ? Optional.of(new ConcurrentHashMap<>()) : Optional.empty();
    this.text = StrippedText.of(file);
    this.conditionals = Conditionals.of(file, text.directives());
    this.outline = Outline.of(file, text, conditionals);
  }

  /// The file.
  public SourceFile source() {
    return file;
  }

  /// The file without comments and preprocessor lines, every other byte where it stood; the array
  /// is the caller's to read, not to change.
  public byte[] code() {
    return text.code();
  }

  /// The items in file order, each with the first branches of its `#if` groups. Macros are among
  /// them, also those defined inside of functions.
  public List<Slice> outline() {
    return outline.slices();
  }

  /// The other views of an item: one for each further `#if` branch inside it whose bytes
  /// `interesting` accepts.
  public List<Slice> variants(Slice slice, Predicate<Span> interesting) {
    List<Slice> variants = new ArrayList<>();
    if (slice.kind() == Slice.Kind.MACRO || slice.kind() == Slice.Kind.INCLUDE) {
      return variants;
    }
    for (Directive alternative : conditionals.alternatives(slice.span())) {
      if (interesting.test(conditionals.branch(alternative))) {
        variants.add(
            new Slice(
                slice.kind(),
                slice.name(),
                slice.span(),
                new Slice.View.Branch(alternative.span().start())));
      }
    }
    return List.copyOf(variants);
  }

  /// What the outline could not delimit. What an item holds that could not be read stands in the
  /// item.
  public List<Unsupported> unsupported() {
    return outline.unsupported();
  }

  /// The item in `slice`; the first one when it declares several names.
  public Item item(Slice slice) {
    return items(slice).getFirst();
  }

  /// The items in `slice`, at least one: `static int a, b;` declares two.
  public List<Item> items(Slice slice) {
    return kept.map(items -> items.computeIfAbsent(slice, this::parse))
        .orElseGet(() -> parse(slice));
  }

  private List<Item> parse(Slice slice) {
    return ItemParser.parse(file, text, conditionals, slice);
  }

  /// The ERROR and MISSING nodes of an item's tree after masking, by their bytes.
  List<Span> errors(Slice slice) {
    return ItemParser.errors(text, conditionals, slice);
  }

  /// The replacement text of a macro as statements, offsets in the file: `do { ... } while (0)` is
  /// one [Stmt.DoWhile], an expression is one [Stmt.Expression]. What cannot be read is
  /// [Stmt.Unread].
  public Stmt.Block macroBody(Slice macro) {
    return Fragments.statements(file, MacroReader.bodySpan(file, macro.span()));
  }

  /// Any bytes of the file as statements.
  public Stmt.Block statements(Span span) {
    return Fragments.statements(file, span);
  }

  /// Any bytes of the file as one expression.
  public Expr expression(Span span) {
    return Fragments.expression(file, span);
  }
}
