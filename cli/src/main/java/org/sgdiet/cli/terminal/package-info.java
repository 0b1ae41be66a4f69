// SPDX-License-Identifier: Apache-2.0

/// The three streams of the process and what is known about the terminal behind them.
///
/// Invariant: nothing else in the program asks whether it talks to a person.
@NullMarked
package org.sgdiet.cli.terminal;

import org.jspecify.annotations.NullMarked;
