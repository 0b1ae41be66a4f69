// SPDX-License-Identifier: Apache-2.0

/// Functions as a rewrite looks at them: every expression with what encloses it, which object a
/// variable or member is, who else in the tree touches it, and which reads a value reaches.
///
/// Invariant: a use that cannot be attributed to an object is reported, never ignored.
@NullMarked
package org.sgdiet.rewriter.code;

import org.jspecify.annotations.NullMarked;
