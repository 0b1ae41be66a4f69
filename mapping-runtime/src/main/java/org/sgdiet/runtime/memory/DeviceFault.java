// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// What the hardware reports when a device's access goes nowhere.
public sealed interface DeviceFault {
  /// The bus address of the first byte that could not be reached.
  long address();

  /// The IOMMU has no translation for the address (a DMAR or SMMU translation fault).
  record NotTranslated(long address, boolean write) implements DeviceFault {}

  /// The translation exists, but not for this kind of access.
  record NoPermission(long address, boolean write) implements DeviceFault {}

  /// The translated address is no memory: the bus answers with a master abort.
  record NoMemory(long address, long phys) implements DeviceFault {}
}
