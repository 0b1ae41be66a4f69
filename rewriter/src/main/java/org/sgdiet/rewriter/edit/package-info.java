// SPDX-License-Identifier: Apache-2.0

/// Byte edits over original files, kernel formatting by construction, and the unified diffs that
/// carry them. A file is looked at as latin-1 text, so that one character is one byte and any
/// encoding survives.
///
/// Invariant: the bytes outside the edits of a file are identical before and after, line ends
/// included.
@NullMarked
package org.sgdiet.rewriter.edit;

import org.jspecify.annotations.NullMarked;
