// SPDX-License-Identifier: Apache-2.0

/// What the user has set for options that the command line does not give: from a file of the
/// repository, a file of the user, `git config` and the environment, the later one first.
///
/// Invariant: a setting chooses how a result is made or shown. None names a program or a place to
/// write to, because a repository may bring settings and is not trusted.
@NullMarked
package org.sgdiet.cli.config;

import org.jspecify.annotations.NullMarked;
