// SPDX-License-Identifier: Apache-2.0

/// The vocabularies that a rewrite may use, and which words of them a tree already has, read from
/// its headers and never from its version number.
///
/// Invariant: a rewrite in the upstream dialect uses no call that the tree's own headers do not
/// declare.
@NullMarked
package org.sgdiet.rewriter.dialect;

import org.jspecify.annotations.NullMarked;
