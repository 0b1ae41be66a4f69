// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the emulated kernel answers to one case, part by part.
///
/// `bug` holds the function and text when the kernel stops instead; the parts reached before stay.
public record CaseResult(
    long id,
    Optional<SgResult> sg,
    Optional<SgtResult> sgt,
    Optional<PhysResult> phys,
    Optional<IovaResult> iova,
    Optional<String> bug) {
  /// Bytes as the device reaches them: `data` when they are the elements' in order, `faults` pages
  /// without translation, `bounced` chunks of 4 KiB that lie elsewhere, `landed` 0 when the
  /// device's writes arrive and nothing else changes.
  public record Reach(
      boolean data, int faults, int bounced, long bytes, Optional<Integer> landed) {}

  /// One output segment, relative to the base.
  public record Segment(long offset, long length) {}

  /// `dma_map_sg_attrs`.
  public record SgResult(
      int ret,
      long base,
      List<Segment> segments,
      boolean tailZero,
      Optional<Reach> reach,
      boolean keptMapped,
      boolean keptAfter) {
    /// Fields under the names of the golden vectors.
    Map<String, Object> fields() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("ret", ret);
      reach.ifPresent(r -> {
        map.put("base", Numbers.unsigned(base));
        map.put("seg", segments.stream().map(s -> List.of(s.offset(), s.length())).toList());
        map.put("tail0", Numbers.bit(tailZero));
        map.put("data", Numbers.bit(r.data()));
        map.put("faults", r.faults());
        map.put("bounced", r.bounced());
        map.put("bytes", r.bytes());
        r.landed().ifPresent(l -> map.put("landed", l));
      });
      map.put("sg_kept", List.of(Numbers.bit(keptMapped), Numbers.bit(keptAfter)));
      return map;
    }
  }

  /// `dma_map_sgtable`.
  public record SgtResult(int rc, int nents, boolean sameLayout, boolean kept) {
    Map<String, Object> fields() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("rc", rc);
      map.put("nents", nents);
      map.put("same_rel", Numbers.bit(sameLayout));
      map.put("sg_kept", Numbers.bit(kept));
      return map;
    }
  }

  /// `dma_map_phys` for each element; -1 stands for `DMA_MAPPING_ERROR`.
  public record PhysResult(List<Long> addresses, int mapped, Optional<Reach> reach) {
    public PhysResult {
      addresses = List.copyOf(addresses);
    }

    Map<String, Object> fields() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("dma", addresses.stream().map(a -> a == -1 ? a : Numbers.unsigned(a)).toList());
      map.put("ok", mapped);
      reach.ifPresent(r -> {
        map.put("data", Numbers.bit(r.data()));
        map.put("bounced", r.bounced());
        r.landed().ifPresent(l -> map.put("landed", l));
      });
      return map;
    }
  }

  /// `dma_iova_try_alloc`, a link for each element, and `dma_iova_sync`.
  public record IovaResult(
      boolean allocated,
      long address,
      long size,
      int linked,
      int linkError,
      boolean swiotlb,
      int sync,
      Optional<Reach> reach) {
    Map<String, Object> fields() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("try", Numbers.bit(allocated));
      map.put("use", Numbers.bit(allocated));
      if (!allocated) {
        return map;
      }
      map.put("base", Numbers.unsigned(address & -4096));
      map.put("off", address & 4095);
      map.put("size", Numbers.unsigned(size));
      map.put("linked", linked);
      map.put("link_rc", linkError);
      map.put("swiotlb", Numbers.bit(swiotlb));
      reach.ifPresent(r -> {
        map.put("sync", sync);
        map.put("data", Numbers.bit(r.data()));
        map.put("faults", r.faults());
        map.put("bounced", r.bounced());
        r.landed().ifPresent(l -> map.put("landed", l));
      });
      return map;
    }
  }

  /// The result as the object that `sgdiet emulate` prints, in the order of its fields.
  public Map<String, Object> fields() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    sg.ifPresent(r -> map.put("sg", r.fields()));
    sgt.ifPresent(r -> map.put("sgt", r.fields()));
    phys.ifPresent(r -> map.put("phys", r.fields()));
    iova.ifPresent(r -> map.put("iova", r.fields()));
    bug.ifPresent(b -> map.put("bug", b));
    return map;
  }
}
