// SPDX-License-Identifier: Apache-2.0
/// C to mapping program: lowers a function that maps, its unmap partners and the driver functions
/// between them to the IR of [org.sgdiet.runtime.program], and says which inputs a run must
/// provide.
///
/// Invariant: what cannot be lowered becomes an `Unsupported` answer, or a place in the program
/// that ends a run as not executable; it never becomes a value somebody made up and a mapping
/// depends on.
@NullMarked
package org.sgdiet.analyzer.extract;

import org.jspecify.annotations.NullMarked;
