// SPDX-License-Identifier: Apache-2.0

/// The DMA mapping paths of the kernel as plain Java, and the machine that runs a mapping program
/// on them.
///
/// Invariant: the same program, profile, shape, fault and seed give the same trace.
@NullMarked
package org.sgdiet.runtime;

import org.jspecify.annotations.NullMarked;
