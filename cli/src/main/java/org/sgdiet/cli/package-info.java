// SPDX-License-Identifier: Apache-2.0

/// The command line: arguments in, reports, diffs and patches out.
///
/// Invariant: the only package tree that writes to the terminal, ends the process or touches git.
@NullMarked
package org.sgdiet.cli;

import org.jspecify.annotations.NullMarked;
