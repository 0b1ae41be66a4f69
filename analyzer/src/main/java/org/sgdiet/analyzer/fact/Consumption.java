// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Locale;

/// Who reads the DMA side that a mapping wrote, and where.
///
/// @param use what the reader does
/// @param where how far the reader is from the mapping call
public record Consumption(Use use, Where where) {

  /// What a reader of mapped entries does with them.
  public enum Use {
    /// Walks the entries and writes a descriptor each.
    DESCRIPTOR_LOOP,
    /// Hands the list to a `dmaengine_prep_*()` call.
    DMAENGINE_PREP,
    /// Reads the address or length of one entry.
    SINGLE_ADDRESS,
    /// Hands the table to other drivers.
    EXPORTED_SG_TABLE,
    /// Registers the list with `ib_map_mr_sg()`.
    RDMA_MR,
    /// Walks the mapped range page by page into a page table.
    PAGE_TABLE_LOOP,
    /// No reader in this driver: another subsystem reads it, or nobody.
    OTHER_SUBSYSTEM_OR_NONE
  }

  /// Where a reader stands, seen from the mapping call.
  public enum Where {
    SAME_FUNCTION,
    /// A function that the mapping function calls, in the same file.
    HELPER_SAME_FILE,
    /// A function that the mapping function calls, in another file.
    HELPER_OTHER_FILE,
    /// Reached through a structure, in the same file.
    OTHER_FUNCTION_SAME_FILE,
    /// Reached through a structure, in another file of the directory.
    OTHER_FILE_SAME_DIR,
    /// Reached through a structure; which file is not told apart.
    OTHER_FUNCTION,
    /// Not a place in this driver.
    ELSEWHERE
  }

  /// No reader was found in the driver.
  public static final Consumption NONE =
      new Consumption(Use.OTHER_SUBSYSTEM_OR_NONE, Where.ELSEWHERE);

  /// The census words, `descriptor_loop(same_function)`.
  public String word() {
    String what = use.name().toLowerCase(Locale.ROOT);
    return where == Where.ELSEWHERE
        ? what
        : what + "(" + where.name().toLowerCase(Locale.ROOT) + ")";
  }
}
