// SPDX-License-Identifier: Apache-2.0
/// What each call of the kernel's DMA and list interfaces does, as data: which call maps, unmaps,
/// syncs, builds, walks or reads, which argument is what, how failure is told, and in which
/// releases.
///
/// Invariant: knowledge about the kernel's interfaces stands in the two tables beside this package,
/// one line a function, and nowhere else in the analyzer; no line names a driver or a file.
@NullMarked
package org.sgdiet.analyzer.api;

import org.jspecify.annotations.NullMarked;
