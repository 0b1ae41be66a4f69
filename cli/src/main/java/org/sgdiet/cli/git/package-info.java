// SPDX-License-Identifier: Apache-2.0

/// Git as objects: revisions and patches read as source trees, rewrites written as mail patches and
/// commits. Works on the object store alone: no checkout, no hook, no filter, no `git` process.
///
/// Invariant: nothing is written into a repository but the objects and the one new branch that
/// `--branch` asks for; HEAD, index and work tree stay as they are.
@NullMarked
package org.sgdiet.cli.git;

import org.jspecify.annotations.NullMarked;
