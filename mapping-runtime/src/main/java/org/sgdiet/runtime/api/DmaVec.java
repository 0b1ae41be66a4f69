// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import org.sgdiet.runtime.memory.DmaAddr;

/// `struct dma_vec` (include/linux/dmaengine.h, 7.3): `length` bytes at a bus address, an output.
public record DmaVec(DmaAddr address, long length) {}
