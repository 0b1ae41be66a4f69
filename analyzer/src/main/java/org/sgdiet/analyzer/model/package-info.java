// SPDX-License-Identifier: Apache-2.0
/// What a driver's names mean and how its values move; the rooms below hold one aspect each.
///
/// Invariant: a name that cannot be resolved is an empty answer or an opaque type with a reason,
/// never a guess from another file that merely uses the same name.
@NullMarked
package org.sgdiet.analyzer.model;

import org.jspecify.annotations.NullMarked;
