// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import org.sgdiet.runtime.campaign.Verdict;

/// What two versions of a function say of each other.
///
/// @param reached of a proved rewrite, what runs came by
record Compared(Verdict verdict, Reached reached) {

  static Compared without(Verdict verdict) {
    return new Compared(verdict, Reached.NOTHING);
  }
}
