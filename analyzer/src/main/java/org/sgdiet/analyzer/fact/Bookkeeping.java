// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Locale;

/// How a mapping call's counts are kept.
///
/// @param count what is passed as the number of CPU-side entries
/// @param result where the returned count or error goes
/// @param variable the expression the result is stored to, as written; empty when it is not stored
/// @param check the test of the result, with the result written `x` (`!x`, `x<=0`), `none` when
///   there is no test, `returned` when it is left to the caller
public record Bookkeeping(Count count, Result result, String variable, String check) {

  /// Kinds of entry counts.
  public enum Count {
    MEMBER,
    LOCAL,
    SGTABLE,
    SCSI_IMPLICIT,
    LITERAL_1,
    LITERAL_N,
    SCSI_COUNT,
    SGT_NENTS_LEGACY,
    SG_NENTS_CALL,
    ORIG_NENTS,
    OTHER
  }

  /// Kinds of homes for a result.
  public enum Result {
    LOCAL,
    MEMBER,
    /// Tested where it stands, then dropped.
    IGNORED,
    /// Neither tested nor stored.
    NONE,
    /// Stored over the variable that held the entry count.
    OVERWRITES_NENTS,
    /// Stored to `nents` of the table that was mapped.
    SGT_NENTS,
    RETURNED
  }

  /// The census word for the count.
  public String countWord() {
    return switch (count) {
      case SGT_NENTS_LEGACY -> "sgt_nents(legacy)";
      case SG_NENTS_CALL -> "sg_nents()";
      case MEMBER,
          LOCAL,
          SGTABLE,
          SCSI_IMPLICIT,
          LITERAL_1,
          LITERAL_N,
          SCSI_COUNT,
          ORIG_NENTS,
          OTHER ->
          count.name().toLowerCase(Locale.ROOT);
    };
  }

  /// The census word for the result.
  public String resultWord() {
    return result == Result.SGT_NENTS ? "sgt->nents" : result.name().toLowerCase(Locale.ROOT);
  }

  /// Whether nobody looks at the result.
  public boolean unchecked() {
    return check.equals("none");
  }
}
