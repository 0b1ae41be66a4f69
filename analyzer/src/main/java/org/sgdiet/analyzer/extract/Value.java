// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.runtime.program.Expr;

/// An expression of the program and the C type it has. A structure's value is its address.
record Value(Expr ir, CType type) {

  Value as(CType other) {
    return new Value(ir, other);
  }
}
