// SPDX-License-Identifier: Apache-2.0

/// One class per subcommand: validate the arguments, build a configuration, call the library, map
/// the result to an exit code.
///
/// Invariant: a command decides nothing about kernel code itself.
@NullMarked
package org.sgdiet.cli.command;

import org.jspecify.annotations.NullMarked;
