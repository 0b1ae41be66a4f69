// SPDX-License-Identifier: Apache-2.0
/// The physical side of the emulation: addresses, sparse memory, the CPU's view of it through a
/// cache that may not be coherent, and a device that reads and writes through what it was given.
///
/// Invariant: nothing here knows how a bus address came to be; a translation is a function.
@NullMarked
package org.sgdiet.runtime.memory;

import org.jspecify.annotations.NullMarked;
