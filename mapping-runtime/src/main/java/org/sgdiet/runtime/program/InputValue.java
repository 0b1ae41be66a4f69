// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// Where a value that comes from outside the program is taken from. What a campaign varies (lists,
/// buffers, the direction) is named here and built by the input shape of the run. A `slot` names
/// one such input; two slots are two inputs of the same shape. In a [Binding] a slot belongs to the
/// object that the field is read from, so that two requests have two lists.
public sealed interface InputValue {

  /// The address of a [Global].
  record GlobalObject(String global) implements InputValue {}

  /// The `struct device` that maps.
  record Device() implements InputValue {}

  /// A fixed number, or NULL for a pointer when it is 0.
  record Fixed(long value) implements InputValue {}

  /// A fresh input object of the layout that the pointer's type names, or 0 for an integer.
  record Fresh() implements InputValue {}

  /// Pointer to the first entry of the slot's scatterlist.
  record ListHead(String slot) implements InputValue {}

  /// Number of entries of the slot's scatterlist.
  record ListEntries(String slot) implements InputValue {}

  /// Pointer to a `struct sg_table` that holds the slot's scatterlist.
  record Table(String slot) implements InputValue {}

  /// Pointer to the slot's buffer, contiguous in the kernel's direct mapping.
  record Buffer(String slot) implements InputValue {}

  /// Number of bytes of the slot, be it a list, a buffer or pages.
  record Bytes(String slot) implements InputValue {}

  /// Pointer to the slot's array of `struct page *`.
  record Pages(String slot) implements InputValue {}

  /// Number of pages of that array.
  record PageCount(String slot) implements InputValue {}

  /// Offset of the first byte in the first page of the slot.
  record PageOffset(String slot) implements InputValue {}

  /// Pointer to the first `struct page` of the slot.
  record Page(String slot) implements InputValue {}

  /// The physical address of the first byte of the slot's buffer.
  record PhysAddress(String slot) implements InputValue {}

  /// The `enum dma_data_direction` of the run.
  record Direction() implements InputValue {}

  /// A number that says the direction of the run in the words of a framework.
  ///
  /// @param toDevice its value when the run's direction is `DMA_TO_DEVICE`
  /// @param otherwise its value in the other directions
  record ByDirection(long toDevice, long otherwise) implements InputValue {}

  /// What an earlier entry of the script returned.
  ///
  /// @param entry its index in [Program#script]
  record ResultOf(int entry) implements InputValue {}
}
