// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

/// What a kernel call does, as the first word of its table line.
public enum Effect {
  MAP,
  UNMAP,
  SYNC,
  /// Fills a list from a request, pages or a socket buffer.
  BUILD,
  /// Clears entries before they are filled.
  INIT,
  /// Gives one entry its CPU side.
  FILL,
  ALLOC,
  FREE,
  /// Loops over the entries of a list.
  WALK,
  /// Goes from one entry to another of the same list.
  STEP,
  /// Reads a member that stands behind a macro.
  ACCESS,
  /// Copies or walks the data through the CPU side.
  COPY,
  /// Hands the list to a dmaengine channel.
  PREP,
  /// Hands the list to an RDMA memory region.
  REGISTER,
  /// Copies the DMA addresses out for another driver.
  EXPORT,
  /// Asks whether a mapping succeeded.
  TEST,
  /// Asks about a device or a state.
  QUERY,
  /// Counts entries.
  COUNT,
  /// Walks the list page by page into a page table.
  WALK_PAGES
}
