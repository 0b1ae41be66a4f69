// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.Optional;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;

/// Where a [Path] starts.
public sealed interface Root {

  /// The function that the root belongs to.
  default Optional<Body> owner() {
    return switch (this) {
      case Parameter(Body function, int _) -> Optional.of(function);
      case Local(Body function, String _) -> Optional.of(function);
      case Result(Body function, Span _, String _) -> Optional.of(function);
      case Global _, Unknown _ -> Optional.empty();
    };
  }

  /// A parameter, as it came in.
  ///
  /// @param index 0-based
  record Parameter(Body function, int index) implements Root {}

  /// A local that no definition says more about: an array or struct on the stack, or a pointer that
  /// is set in a way that is not followed.
  record Local(Body function, String name) implements Root {}

  /// A variable at file scope, or a name that is not declared in the driver.
  record Global(String name) implements Root {}

  /// What a call returned that is not followed into.
  ///
  /// @param call where the call stands
  /// @param callee the called name; empty for a call through a pointer
  record Result(Body function, Span call, String callee) implements Root {}

  /// A literal or an expression without a home.
  record Unknown() implements Root {}
}
