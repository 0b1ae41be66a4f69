// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

/// A half-open range `[phys, phys + bytes)` of physical memory that was mapped.
record PhysRange(long phys, long bytes) {}
