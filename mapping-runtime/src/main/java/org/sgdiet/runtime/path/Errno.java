// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// The error numbers that mapping functions return, negated in use (`-EINVAL` is `-22`).
public final class Errno {
  /// Operation not permitted.
  public static final int EPERM = 1;

  /// I/O error: the mapping functions' "something failed".
  public static final int EIO = 5;

  /// No such device or address; a generic page table's "not aligned".
  public static final int ENXIO = 6;

  /// Out of memory, IOVA space or bounce slots.
  public static final int ENOMEM = 12;

  /// Already mapped, in an io-pgtable.
  public static final int EEXIST = 17;

  /// Invalid argument.
  public static final int EINVAL = 22;

  /// No space: a batch's output array is full.
  public static final int ENOSPC = 28;

  /// Out of range.
  public static final int ERANGE = 34;

  /// Value too large.
  public static final int EOVERFLOW = 75;

  /// Not supported.
  public static final int EOPNOTSUPP = 95;

  /// Already mapped, in a generic page table.
  public static final int EADDRINUSE = 98;

  /// The peer's memory cannot be reached.
  public static final int EREMOTEIO = 121;

  private Errno() {}

  /// The name of `-number` or `number`, as C has it.
  public static String name(int number) {
    return switch (Math.abs(number)) {
      case 0 -> "0";
      case EPERM -> "EPERM";
      case EIO -> "EIO";
      case ENXIO -> "ENXIO";
      case ENOMEM -> "ENOMEM";
      case EEXIST -> "EEXIST";
      case EINVAL -> "EINVAL";
      case ENOSPC -> "ENOSPC";
      case ERANGE -> "ERANGE";
      case EOVERFLOW -> "EOVERFLOW";
      case EOPNOTSUPP -> "EOPNOTSUPP";
      case EADDRINUSE -> "EADDRINUSE";
      case EREMOTEIO -> "EREMOTEIO";
      default -> Integer.toString(number);
    };
  }
}
