// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// How a bus address becomes a physical one on the way of a device's access.
public interface BusTranslation {
  /// Returned when no translation exists.
  long NOT_TRANSLATED = -1L;

  /// Returned when a translation exists that forbids the access.
  long NO_PERMISSION = -2L;

  /// The physical address that an access to `bus` reaches, or one of the two constants.
  long translate(long bus, boolean write);

  /// The distance within which translations are linear: a power of two, in bytes.
  long granule();
}
