// SPDX-License-Identifier: Apache-2.0

/// Reads kernel C and states facts about it: where lists are mapped, what becomes of them, what is
/// wrong.
///
/// Invariant: analysis never fails; what could not be read is an `Unsupported` span that is
/// counted.
@NullMarked
package org.sgdiet.analyzer;

import org.jspecify.annotations.NullMarked;
