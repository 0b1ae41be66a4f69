// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.util.List;
import org.sgdiet.runtime.path.Direction;

/// One mapping case: a device's limits and a scatterlist.
///
/// `maxSeg` and `minAlign` are unsigned 32-bit, `boundaryMask` and `attrs` unsigned 64-bit; `pools`
/// are physical addresses that the elements lie in.
public record MappingCase(
    long id,
    int maxSeg,
    long boundaryMask,
    int maskBits,
    int minAlign,
    boolean untrusted,
    Direction dir,
    long attrs,
    List<Long> pools,
    List<Element> elements) {
  public MappingCase {
    pools = List.copyOf(pools);
    elements = List.copyOf(elements);
  }

  /// One entry of the list: `length` bytes at `offset` behind page `page` of pool `pool`; offset
  /// and length are unsigned 32-bit.
  public record Element(int pool, long page, int offset, int length) {}

  /// `DMA_BIT_MASK(maskBits)`.
  public long mask() {
    return maskBits == 64 ? -1L : (1L << maskBits) - 1;
  }

  /// The physical address of the page that an element starts from.
  long pageAddress(Element element) {
    return pools.get(element.pool()) + element.page() * 4096;
  }

  /// The physical address of an element's first byte.
  long start(Element element) {
    return pageAddress(element) + Integer.toUnsignedLong(element.offset());
  }

  /// The bytes of all elements together.
  long totalLength() {
    return elements.stream().mapToLong(e -> Integer.toUnsignedLong(e.length())).sum();
  }
}
