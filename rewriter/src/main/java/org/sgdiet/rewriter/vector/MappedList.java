// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.Optional;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;

/// How the functions of a driver spell the list that is mapped, and what its vectors are called
/// there.
public interface MappedList {

  /// The first vector, when `expr` is the list.
  Optional<String> vectors(Expr expr, FunctionCode code);

  /// Whether a local only ever stands for the list, so that it stays a list.
  default boolean isAlias(Entity.Local variable) {
    return false;
  }

  /// The first vector of the list that a loop macro other than `for_each_sg()` walks.
  Optional<String> walked(Stmt.Each loop, FunctionCode code);

  /// Behind the last of the vectors whose first one is `vectors`.
  default Optional<String> end(String vectors) {
    return count(vectors).map(n -> vectors + " + " + n);
  }

  /// The number of the vectors whose first one is `vectors`.
  Optional<String> count(String vectors);

  /// The number of vectors, when `expr` is a place where the list itself keeps the mapped count.
  default Optional<String> counted(Expr expr, FunctionCode code) {
    return Optional.empty();
  }
}
