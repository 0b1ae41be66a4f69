// SPDX-License-Identifier: Apache-2.0
/// Misuse of the DMA API: what is wrong at a place, and what the device or the CPU would see.
///
/// Invariant: a finding is data about the driver; that something could not be analysed is never a
/// finding.
@NullMarked
package org.sgdiet.analyzer.check;

import org.jspecify.annotations.NullMarked;
