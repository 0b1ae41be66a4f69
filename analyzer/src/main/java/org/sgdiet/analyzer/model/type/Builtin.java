// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Types and constants every kernel C file can use and that do not depend on the tree: C's own
/// integer types, the kernel's fixed-width ones, and the names whose value LP64 x86-64 fixes.
final class Builtin {

  private static final Map<String, CType> TYPES = types();
  private static final Map<String, Literals.Constant> CONSTANTS = constants();

  private Builtin() {}

  static Optional<CType> type(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  static Optional<Literals.Constant> constant(String name) {
    return Optional.ofNullable(CONSTANTS.get(name));
  }

  private static Map<String, CType> types() {
    Map<String, CType> map = new HashMap<>();
    map.put("void", new CType.VoidType());
    put(map, new CType.Bool(), "bool", "_Bool");
    put(map, CType.Int.CHAR, "char", "signed char", "s8", "__s8", "int8_t");
    put(
        map,
        integer(8, false),
        "unsigned char",
        "u8",
        "__u8",
        "uint8_t",
        "u_char",
        "unchar",
        "u_int8_t");
    put(
        map,
        integer(16, true),
        "short",
        "short int",
        "signed short",
        "signed short int",
        "s16",
        "__s16",
        "int16_t");
    put(
        map,
        integer(16, false),
        "unsigned short",
        "unsigned short int",
        "short unsigned int",
        "u16",
        "__u16",
        "uint16_t",
        "u_short",
        "ushort",
        "u_int16_t",
        "umode_t");
    put(
        map,
        CType.Int.INT,
        "int",
        "signed",
        "signed int",
        "s32",
        "__s32",
        "int32_t",
        "pid_t",
        "dma_cookie_t");
    put(
        map,
        CType.Int.UNSIGNED_INT,
        "unsigned",
        "unsigned int",
        "u32",
        "__u32",
        "uint32_t",
        "u_int",
        "uint",
        "u_int32_t",
        "gfp_t",
        "blk_opf_t",
        "dev_t",
        "fmode_t",
        "__wsum",
        "__poll_t");
    put(
        map,
        CType.Int.LONG,
        "long",
        "long int",
        "signed long",
        "long long",
        "long long int",
        "signed long long",
        "s64",
        "__s64",
        "int64_t",
        "ssize_t",
        "ptrdiff_t",
        "intptr_t",
        "loff_t",
        "off_t",
        "ktime_t",
        "time64_t");
    put(
        map,
        CType.Int.UNSIGNED_LONG,
        "unsigned long",
        "unsigned long int",
        "long unsigned int",
        "long unsigned",
        "unsigned long long",
        "unsigned long long int",
        "long long unsigned int",
        "u64",
        "__u64",
        "uint64_t",
        "u_int64_t",
        "size_t",
        "__kernel_size_t",
        "uintptr_t",
        "u_long",
        "ulong",
        "dma_addr_t",
        "phys_addr_t",
        "resource_size_t",
        "sector_t",
        "pgoff_t",
        "blkcnt_t",
        "dma64_addr_t");
    put(map, new CType.Int(8, false, Endian.NATIVE), "blk_status_t");
    for (int bits : new int[] {16, 32, 64}) {
      put(map, new CType.Int(bits, false, Endian.LITTLE), "__le" + bits, "le" + bits);
      put(map, new CType.Int(bits, false, Endian.BIG), "__be" + bits, "be" + bits);
    }
    return Map.copyOf(map);
  }

  private static Map<String, Literals.Constant> constants() {
    Map<String, Literals.Constant> map = new HashMap<>();
    map.put("true", Literals.Constant.ofInt(1));
    map.put("false", Literals.Constant.ofInt(0));
    map.put("NULL", new Literals.Constant(0, CType.Int.UNSIGNED_LONG));
    map.put("PAGE_SHIFT", Literals.Constant.ofInt(12));
    map.put("PAGE_SIZE", new Literals.Constant(4096, CType.Int.UNSIGNED_LONG));
    map.put("PAGE_MASK", new Literals.Constant(-4096, CType.Int.UNSIGNED_LONG));
    map.put("BITS_PER_LONG", Literals.Constant.ofInt(64));
    map.put("BITS_PER_BYTE", Literals.Constant.ofInt(8));
    map.put("DMA_BIDIRECTIONAL", Literals.Constant.ofInt(0));
    map.put("DMA_TO_DEVICE", Literals.Constant.ofInt(1));
    map.put("DMA_FROM_DEVICE", Literals.Constant.ofInt(2));
    map.put("DMA_NONE", Literals.Constant.ofInt(3));
    map.put("DMA_MAPPING_ERROR", new Literals.Constant(-1, CType.Int.UNSIGNED_LONG));
    map.put("DMA_MEM_TO_DEV", Literals.Constant.ofInt(1));
    map.put("DMA_DEV_TO_MEM", Literals.Constant.ofInt(2));
    map.put("ENOMEM", Literals.Constant.ofInt(12));
    map.put("EINVAL", Literals.Constant.ofInt(22));
    map.put("EIO", Literals.Constant.ofInt(5));
    map.put("EFAULT", Literals.Constant.ofInt(14));
    map.put("EBUSY", Literals.Constant.ofInt(16));
    map.put("EAGAIN", Literals.Constant.ofInt(11));
    map.put("ENODEV", Literals.Constant.ofInt(19));
    map.put("ENOSPC", Literals.Constant.ofInt(28));
    map.put("EPERM", Literals.Constant.ofInt(1));
    map.put("ENOENT", Literals.Constant.ofInt(2));
    map.put("ENXIO", Literals.Constant.ofInt(6));
    map.put("ERANGE", Literals.Constant.ofInt(34));
    map.put("ETIMEDOUT", Literals.Constant.ofInt(110));
    map.put("EINPROGRESS", Literals.Constant.ofInt(115));
    map.put("EOPNOTSUPP", Literals.Constant.ofInt(95));
    map.put("ENOTSUPP", Literals.Constant.ofInt(524));
    map.put("EREMOTEIO", Literals.Constant.ofInt(121));
    return Map.copyOf(map);
  }

  private static CType.Int integer(int bits, boolean signed) {
    return new CType.Int(bits, signed, Endian.NATIVE);
  }

  private static void put(Map<String, CType> map, CType type, String... names) {
    for (String name : names) {
      map.put(name, type);
    }
  }
}
