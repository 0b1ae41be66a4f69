// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.Optional;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A place where a variable or member gets a value.
///
/// @param target what is set
/// @param value what it is set to; empty when the value is not an expression, as for a loop's
///   iterator
/// @param how the construct that sets it
/// @param span where
/// @param region the innermost branch, loop body or function body that the definition stands in:
///   once control is past it and still inside, the definition has happened
public record Definition(Expr target, Optional<Expr> value, How how, Span span, Span region) {

  /// How a value is set.
  public enum How {
    INITIALISED,
    ASSIGNED,
    /// `+=` and its kin, `++`, `--`.
    CHANGED,
    /// The iterator of a loop macro.
    ITERATED,
    /// `&x` given to a call.
    PASSED_BY_ADDRESS
  }
}
