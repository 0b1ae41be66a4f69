// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.BitSet;
import org.sgdiet.runtime.program.Position;

/// A piece of memory that a pointer can lead to.
final class MemoryObject {

  /// What it is, which decides what unwritten bytes hold and how far pointers into it may reach.
  enum Kind {
    /// Memory that existed before: unwritten bytes are inputs, and its true size is not known.
    INPUT,
    /// Static data: unwritten bytes are zero.
    STATIC,
    /// kmalloc: unwritten bytes are undefined.
    HEAP,
    /// A local variable in memory.
    STACK,
    /// vmalloc.
    VIRTUAL,
    /// dma_alloc_coherent: CPU and device share it.
    COHERENT,
    /// A buffer, page or list that the input shape made.
    DATA,
    /// Device registers.
    REGISTERS
  }

  private final int id;
  private final String name;
  private final Kind kind;
  private final long address;
  private final long sizeBytes;
  private final long slackBytes;
  private final String layout;
  private final BitSet written = new BitSet();

  /// As `written`, for the bytes below `address`, counted from there downwards.
  private final BitSet writtenBelow = new BitSet();

  private boolean handedOut;
  private boolean freed;
  private Position freedAt = Position.NONE;

  MemoryObject(
      int id,
      String name,
      Kind kind,
      long address,
      long sizeBytes,
      long slackBytes,
      String layout) {
    this.id = id;
    this.name = name;
    this.kind = kind;
    this.address = address;
    this.sizeBytes = sizeBytes;
    this.slackBytes = slackBytes;
    this.layout = layout;
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  /// CPU address of its first byte.
  long address() {
    return address;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /// Name of the layout it was made for, or empty.
  String layout() {
    return layout;
  }

  /// Whether `[at, at + bytes)` may be accessed through a pointer into this object.
  boolean holds(long at, long bytes) {
    long offset = at - address;
    return offset >= -slackBytes && offset + bytes <= sizeBytes + slackBytes;
  }

  /// Whether the range lies inside what is known of the object.
  boolean contains(long at, long bytes) {
    long offset = at - address;
    return offset >= 0 && offset + bytes <= sizeBytes;
  }

  boolean isWritten(long at, int bytes) {
    long first = at - address;
    for (long i = first; i < first + bytes; i++) {
      if (!(i < 0 ? writtenBelow.get(below(i)) : written.get(Math.toIntExact(i)))) {
        return false;
      }
    }
    return true;
  }

  boolean isUntouched(long at, int bytes) {
    long first = at - address;
    for (long i = first; i < first + bytes; i++) {
      if (i < 0 ? writtenBelow.get(below(i)) : written.get(Math.toIntExact(i))) {
        return false;
      }
    }
    return true;
  }

  void markWritten(long at, long bytes) {
    long first = at - address;
    long end = first + bytes;
    if (first < 0) {
      writtenBelow.set(below(Math.min(end, 0) - 1), below(first) + 1);
    }
    if (end > 0) {
      written.set(Math.toIntExact(Math.max(first, 0)), Math.toIntExact(end));
    }
  }

  private static int below(long offset) {
    return Math.toIntExact(-offset - 1);
  }

  boolean isFreed() {
    return freed;
  }

  Position freedAt() {
    return freedAt;
  }

  /// Notes that a call that is not followed was given its address, and may have written to it.
  void handOut() {
    handedOut = true;
  }

  boolean isHandedOut() {
    return handedOut;
  }

  void free(Position at) {
    freed = true;
    freedAt = at;
  }

  /// `name+offset` of an address inside.
  String describe(long at) {
    return at == address ? name : name + "+" + (at - address);
  }
}
