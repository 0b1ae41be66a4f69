// SPDX-License-Identifier: Apache-2.0

/// Turns facts into proposed edits, and executes the mapping calls before and after to judge them.
///
/// Invariant: bytes outside the declared edits of a rewrite never change.
@NullMarked
package org.sgdiet.rewriter;

import org.jspecify.annotations.NullMarked;
