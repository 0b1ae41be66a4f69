// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The vectors recorded from a running kernel, field by field, compared as testdata/golden says.
final class GoldenTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "direct",
        "swiotlb",
        "noswiotlb",
        "iommu",
        "iommu-lazy",
        "iommu-pt",
        "iommu-untrusted",
        "attrs-direct",
        "attrs-swiotlb",
        "attrs-iommu",
        "attrs-iommu-untrusted"
      })
  void answersAsTheKernelDid(String file) throws IOException {
    Profile profile = Profiles.named(file.replace("attrs-", "")).orElseThrow();
    Comparison comparison = new Comparison(profile);
    try (BufferedReader lines = open("golden-" + file + ".jsonl.gz")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        comparison.compare(JSON.readValue(line, new TypeReference<Map<String, Object>>() {}));
      }
    }
    System.out.println(file + ": " + comparison.counts());
    assertThat(comparison.cases).isGreaterThanOrEqualTo(200);
    assertThat(comparison.differences).isEmpty();
  }

  private static BufferedReader open(String name) throws IOException {
    InputStream raw =
        Objects.requireNonNull(
            GoldenTest.class.getClassLoader().getResourceAsStream("golden/" + name), name);
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.UTF_8));
  }

  private static final class Comparison {
    private final Profile profile;
    private final boolean translated;
    private final Map<String, Integer> equal = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private int cases;
    private long id;

    Comparison(Profile profile) {
      this.profile = profile;
      translated = profile.name().startsWith("iommu") && !profile.name().equals("iommu-pt");
    }

    String counts() {
      return cases + " cases, equal fields " + equal;
    }

    void compare(Map<String, Object> recorded) {
      cases++;
      MappingCase mappingCase = read(recorded);
      id = mappingCase.id();
      Map<String, Object> ours = CaseRunner.run(profile, mappingCase).fields();
      device(recorded, mappingCase);
      sg(map(recorded, "sg"), map(ours, "sg"), mappingCase);
      sgt(map(recorded, "sgt"), map(ours, "sgt"), map(recorded, "sg"));
      phys(map(recorded, "phys"), map(ours, "phys"), mappingCase);
      iova(map(recorded, "iova"), map(ours, "iova"));
    }

    private static MappingCase read(Map<String, Object> recorded) {
      return switch (CaseReader.read(recorded)) {
        case CaseReader.Good(var good) -> good;
        case CaseReader.Bad bad -> throw new AssertionError(bad);
      };
    }

    private void device(Map<String, Object> recorded, MappingCase mappingCase) {
      DmaApi dma = CaseRunner.open(profile, mappingCase);
      same("device.max_map", recorded.get("max_map"), Numbers.unsigned(dma.maxMappingSize()));
      same("device.opt_map", recorded.get("opt_map"), Numbers.unsigned(dma.optMappingSize()));
      same("device.merge_b", recorded.get("merge_b"), dma.mergeBoundary());
      same("device.addr_lim", recorded.get("addr_lim"), Numbers.bit(dma.addressingLimited()));
    }

    private void sg(Map<String, Object> k, Map<String, Object> o, MappingCase mappingCase) {
      for (String field : List.of("ret", "tail0", "data", "faults", "bytes", "landed", "sg_kept")) {
        same("sg." + field, k.get(field), o.get(field));
      }
      if (!k.containsKey("seg") || !o.containsKey("seg")) {
        return;
      }
      boolean bounced = number(k, "bounced") > 0;
      bounced("sg", k, o, segments(k), segments(o), mappingCase);
      if (translated && !mappingCase.untrusted()) {
        same("sg.seg", k.get("seg"), o.get("seg"));
        same("sg.base aligned", 0L, number(o, "base") & (alignment(mappingCase) - 1));
      } else if (!translated && !bounced) {
        same("sg.seg", k.get("seg"), o.get("seg"));
        same("sg.base", number(k, "base"), number(o, "base"));
      } else {
        long mask = translated ? 4095 : mappingCase.minAlign();
        same("sg.seg masked", masked(k.get("seg"), mask), masked(o.get("seg"), mask));
      }
    }

    /// How many chunks of 4 KiB a bounced buffer covers depends on where the pool's last search
    /// ended, unless its page offset is kept: there both sides must count their own addresses.
    private void bounced(
        String part,
        Map<String, Object> k,
        Map<String, Object> o,
        List<long[]> kernel,
        List<long[]> ours,
        MappingCase mappingCase) {
      if (translated || mappingCase.minAlign() == 4095 || number(k, "bounced") == 0) {
        same(part + ".bounced", k.get("bounced"), o.get("bounced"));
      } else {
        same(part + ".bounced of kernel", k.get("bounced"), chunks(kernel, mappingCase));
        same(part + ".bounced of ours", o.get("bounced"), chunks(ours, mappingCase));
      }
    }

    /// Chunks of the ranges, one an element, that do not lie where the element lies.
    private static long chunks(List<long[]> ranges, MappingCase mappingCase) {
      long chunks = 0;
      for (int i = 0; i < ranges.size(); i++) {
        long bus = ranges.get(i)[0];
        if (bus != -1 && bus != mappingCase.start(mappingCase.elements().get(i))) {
          chunks += ((bus & 4095) + ranges.get(i)[1] + 4095) / 4096;
        }
      }
      return chunks;
    }

    private static List<long[]> segments(Map<String, Object> in) {
      return ((List<?>) Objects.requireNonNull(in.get("seg")))
          .stream()
              .map(s ->
                  new long[] {
                    number(in, "base") + number(((List<?>) s).get(0)), number(((List<?>) s).get(1))
                  })
              .toList();
    }

    private static List<long[]> ranges(Map<String, Object> in, MappingCase mappingCase) {
      List<long[]> ranges = new ArrayList<>();
      for (Object address : (List<?>) Objects.requireNonNull(in.get("dma"))) {
        long length = mappingCase.elements().get(ranges.size()).length();
        ranges.add(new long[] {number(address), length});
      }
      return ranges;
    }

    private static List<List<Long>> masked(@Nullable Object segments, long mask) {
      return ((List<?>) Objects.requireNonNull(segments))
          .stream()
              .map(s -> List.of(number(((List<?>) s).get(0)) & mask, number(((List<?>) s).get(1))))
              .toList();
    }

    private static long alignment(MappingCase mappingCase) {
      long total =
          mappingCase.elements().stream()
              .mapToLong(e -> ((e.offset() & 4095) + e.length() + 4095L) & -4096)
              .sum();
      return Long.highestOneBit(2 * total - 1);
    }

    private void sgt(Map<String, Object> k, Map<String, Object> o, Map<String, Object> sg) {
      for (String field : List.of("rc", "nents", "sg_kept")) {
        same("sgt." + field, k.get(field), o.get(field));
      }
      boolean bounced = sg.containsKey("bounced") && number(sg, "bounced") > 0;
      if (!bounced && !profile.device().untrusted()) {
        same("sgt.same_rel", k.get("same_rel"), o.get("same_rel"));
      }
    }

    private void phys(Map<String, Object> k, Map<String, Object> o, MappingCase mappingCase) {
      for (String field : List.of("ok", "data", "landed")) {
        same("phys." + field, k.get(field), o.get(field));
      }
      boolean bounced = number(k, "bounced") > 0;
      bounced("phys", k, o, ranges(k, mappingCase), ranges(o, mappingCase), mappingCase);
      long mask = translated ? 4095 : bounced ? mappingCase.minAlign() : -1L;
      same("phys.dma", addresses(k.get("dma"), mask), addresses(o.get("dma"), mask));
    }

    private static List<Long> addresses(@Nullable Object list, long mask) {
      return ((List<?>) Objects.requireNonNull(list))
          .stream().map(a -> number(a) == -1 ? -1L : number(a) & mask).toList();
    }

    private void iova(Map<String, Object> k, Map<String, Object> o) {
      for (String field :
          List.of(
              "try", "use", "off", "size", "linked", "link_rc", "swiotlb", "sync", "data", "faults",
              "bounced", "landed")) {
        same("iova." + field, k.get(field), o.get(field));
      }
    }

    private void same(String field, @Nullable Object kernel, @Nullable Object ours) {
      if (Objects.equals(plain(kernel), plain(ours))) {
        equal.merge(field, 1, Integer::sum);
      } else if (differences.size() < 20) {
        differences.add("case %d %s: kernel %s, emulated %s".formatted(id, field, kernel, ours));
      }
    }

    private static Object plain(@Nullable Object value) {
      return switch (value) {
        case Number n -> n.toString();
        case List<?> list -> list.stream().map(Comparison::plain).toList();
        case null -> "";
        default -> value;
      };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String field) {
      return (Map<String, Object>) in.getOrDefault(field, Map.of());
    }

    private static long number(Map<String, Object> in, String field) {
      return number(in.get(field));
    }

    private static long number(@Nullable Object value) {
      return ((Number) Objects.requireNonNull(value)).longValue();
    }
  }
}
