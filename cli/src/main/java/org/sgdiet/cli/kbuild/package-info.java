// SPDX-License-Identifier: Apache-2.0

/// The user's kernel build: patched files compiled with the flags that kbuild recorded, and
/// checkpatch run over mails.
///
/// Invariant: the only package that executes anything of a tree, and only when `--build` or
/// `--checkpatch` asks; neither the tree nor the objects of the build are changed.
@NullMarked
package org.sgdiet.cli.kbuild;

import org.jspecify.annotations.NullMarked;
