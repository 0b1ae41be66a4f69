// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Position;

/// A branch of which one side leads to a mapping, and a run took the other.
///
/// @param condition of the branch, or what a switch asks for
/// @param truth what would have led to the mapping
public record Detour(String function, Expr condition, boolean truth, Position at) {}
