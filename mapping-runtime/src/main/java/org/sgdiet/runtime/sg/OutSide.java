// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.sg;

import org.sgdiet.runtime.memory.DmaAddr;

/// The device's half of an entry: `sg_dma_address()` and `sg_dma_len()`, in bytes, unsigned.
public record OutSide(DmaAddr address, int length) {}
