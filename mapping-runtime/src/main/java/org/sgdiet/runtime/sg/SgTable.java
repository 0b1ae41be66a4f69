// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.sg;

/// `struct sg_table` (include/linux/scatterlist.h, 7.3): a list with both of its counts.
///
/// `origNents` belongs to the in side, `nents` to the out side.
public final class SgTable {
  private final ScatterEntry sgl;
  private int nents;
  private int origNents;

  public SgTable(ScatterEntry sgl, int origNents) {
    this.sgl = sgl;
    this.origNents = origNents;
    this.nents = origNents;
  }

  /// `sgt->sgl`.
  public ScatterEntry sgl() {
    return sgl;
  }

  /// `sgt->nents`: how many out sides are valid, once mapped.
  public int nents() {
    return nents;
  }

  /// Sets `sgt->nents`.
  public void setNents(int nents) {
    this.nents = nents;
  }

  /// `sgt->orig_nents`: how many in sides there are.
  public int origNents() {
    return origNents;
  }

  /// Sets `sgt->orig_nents`.
  public void setOrigNents(int origNents) {
    this.origNents = origNents;
  }
}
