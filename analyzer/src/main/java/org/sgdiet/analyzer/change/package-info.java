// SPDX-License-Identifier: Apache-2.0
/// What two versions of a driver tell together and neither tells alone: a mapping, unmapping or
/// syncing call that a change edits or takes away while what belongs to it stays as it was.
///
/// Invariant: a call is held against others of the driver by what is written, never by what a
/// program could not follow; who edits both sides of a mapping is told nothing.
@NullMarked
package org.sgdiet.analyzer.change;

import org.jspecify.annotations.NullMarked;
