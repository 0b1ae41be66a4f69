// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.sgdiet.analyzer.source.Span;

/// What masking replaced, by the offset where the replacement stands: the side table from which the
/// syntax is restored. Confined to the thread that masks and reads one item.
public final class Restorations {

  private final NavigableMap<Integer, Restoration> byOffset = new TreeMap<>();

  /// What stood at an offset before it was masked.
  public sealed interface Restoration {

    /// A loop macro's name, masked as `while`.
    record Loop(String macro, Span name) implements Restoration {}

    /// The name of a macro whose body runs once, masked as `while`.
    record Scope(String macro, Span name) implements Restoration {}

    /// A type in the place of an argument, masked as one identifier.
    record TypeArgument(Span type) implements Restoration {}

    /// `typeof(...)`, masked as one identifier.
    ///
    /// @param operand the bytes between the parentheses
    record TypeOf(Span operand) implements Restoration {}

    /// `(type)` in front of an operand, masked as `~`.
    record Cast(Span type) implements Restoration {}

    /// The `...` of `case low ... high:`, masked as `||`.
    record CaseRange() implements Restoration {}

    /// An attribute with meaning at run time, masked as blanks: `__free(kfree)`.
    record Attribute(String text) implements Restoration {}

    /// The name in the head of a function by macro, `SYSCALL_DEFINE1(name, ...)`, masked as `void
    /// f()`.
    record FunctionName(Span name) implements Restoration {}

    /// Inline assembly, masked as an empty statement.
    record Assembly(Span span) implements Restoration {}

    /// A struct member declared by a macro, masked as `int name;`.
    ///
    /// @param type the bytes of the member's type among the arguments, if it stands there
    /// @param length the bytes of its length, for an array by macro
    record MacroMember(String macro, Optional<Span> type, Optional<Span> length)
        implements Restoration {}
  }

  /// Notes what stood at `offset`.
  public void put(int offset, Restoration restoration) {
    byOffset.put(offset, restoration);
  }

  /// What stood at `offset`, if it was masked.
  public Optional<Restoration> at(int offset) {
    return Optional.ofNullable(byOffset.get(offset));
  }

  /// What was masked from `start` to before `end`.
  public Collection<Restoration> between(int start, int end) {
    return start < end
        ? byOffset.subMap(start, end).values()
        : Map.<Integer, Restoration>of().values();
  }

  /// Whether nothing was masked.
  public boolean isEmpty() {
    return byOffset.isEmpty();
  }
}
