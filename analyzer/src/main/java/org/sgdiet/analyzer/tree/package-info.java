// SPDX-License-Identifier: Apache-2.0
/// A source tree behind one small interface: a directory here, a git revision or an applied patch
/// in the command line; the scan that reads it on all cores; the cache of what was read.
///
/// Invariant: a tree is untrusted input; it is read, never executed and never written.
@NullMarked
package org.sgdiet.analyzer.tree;

import org.jspecify.annotations.NullMarked;
