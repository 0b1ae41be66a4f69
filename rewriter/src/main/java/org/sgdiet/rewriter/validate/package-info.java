// SPDX-License-Identifier: Apache-2.0

/// A rewrite before and after, executed: the mapping calls of the touched functions are lifted out
/// of both trees, and one campaign runs them side by side on every mapping path.
///
/// Invariant: "proved" is said of runs that were made; what could not be executed is said to be so.
@NullMarked
package org.sgdiet.rewriter.validate;

import org.jspecify.annotations.NullMarked;
