// SPDX-License-Identifier: Apache-2.0
/// What the emulation costs on this machine: JMH benchmarks, run by the Maven profile bench alone.
///
/// Invariant: nothing of the product depends on it.
@NullMarked
package org.sgdiet.runtime.bench;

import org.jspecify.annotations.NullMarked;
