// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.runtime.program.Expr;

/// Something that can be assigned to.
sealed interface Place {

  CType type();

  /// A scalar local that has no address.
  record InLocal(String name, CType type) implements Place {}

  /// A piece of memory.
  record InMemory(Expr address, CType type) implements Place {}

  /// A bit-field of the structure at `base`.
  record InBits(Expr base, String layout, String field, CType type) implements Place {}
}
