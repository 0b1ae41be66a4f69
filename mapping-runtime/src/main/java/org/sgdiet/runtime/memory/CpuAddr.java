// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// A kernel virtual address, as a driver holds it in a pointer: unsigned 64-bit, in bytes.
///
/// The layout is that of x86_64 with four-level paging (Documentation/arch/x86/x86_64/mm.rst, 7.3):
/// a linear map of all physical memory, and a separate area for `vmalloc()`.
public record CpuAddr(long value) {
  /// First address of the linear map of physical memory.
  public static final long LINEAR_BASE = 0xffff_8880_0000_0000L;

  /// First address of the `vmalloc()` area.
  public static final long VMALLOC_BASE = 0xffff_c900_0000_0000L;

  private static final long LINEAR_SIZE = 1L << 46;
  private static final long VMALLOC_SIZE = 1L << 45;

  /// The pointer that `phys_to_virt()` gives for `phys`.
  public static CpuAddr ofPhys(PhysAddr phys) {
    return new CpuAddr(LINEAR_BASE + phys.value());
  }

  /// Whether `virt_addr_valid()` holds: the pointer lies in the linear map.
  public boolean isLinear() {
    long offset = value - LINEAR_BASE;
    return offset >= 0 && offset < LINEAR_SIZE;
  }

  /// Whether `is_vmalloc_addr()` holds.
  public boolean isVmalloc() {
    long offset = value - VMALLOC_BASE;
    return offset >= 0 && offset < VMALLOC_SIZE;
  }

  /// The physical address behind a pointer into the linear map (`virt_to_phys()`); for any other
  /// pointer the subtraction gives a meaningless address, as in the kernel.
  public PhysAddr toPhys() {
    return new PhysAddr(value - LINEAR_BASE);
  }

  /// The pointer `bytes` further on.
  public CpuAddr plus(long bytes) {
    return new CpuAddr(value + bytes);
  }

  @Override
  public String toString() {
    return "cpu:0x" + Long.toHexString(value);
  }
}
