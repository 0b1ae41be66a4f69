// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Comparator;
import java.util.List;
import org.sgdiet.analyzer.fact.Consumption.Use;
import org.sgdiet.analyzer.fact.Consumption.Where;
import org.sgdiet.analyzer.model.call.Body;

/// Chooses the reader that counts among those of a mapping: readers that the mapping function
/// reaches by calls come before readers that reach the list through a structure, and handing the
/// list on before reading it.
final class Consumptions {

  private Consumptions() {}

  /// The reader that counts: one of the same driver, in the directory of `mapper`, above or below
  /// it.
  static Consumption of(Body mapper, List<Reader> readers, Origin origin) {
    if (origin == Origin.DMA_BUF_EXPORT) {
      return new Consumption(Use.EXPORTED_SG_TABLE, Where.ELSEWHERE);
    }
    String directory = directory(mapper.file().path());
    List<Reader> own =
        readers.stream()
            .filter(r ->
                directory(r.place().file()).startsWith(directory)
                    || directory.startsWith(directory(r.place().file())))
            .toList();
    return own.stream()
        .filter(r -> !isOutnumbered(r, own))
        .min(
            Comparator.comparing((Reader r) -> isFar(r.where()) || isShortcut(r, own))
                .thenComparing(r -> !isHandedOn(r.use()))
                .thenComparing(r -> r.where() != Where.SAME_FUNCTION)
                .thenComparingInt(r -> rank(r.use()))
                .thenComparing(Reader::where))
        .map(r -> new Consumption(r.use(), r.where()))
        .orElse(Consumption.NONE);
  }

  private static boolean isFar(Where where) {
    return switch (where) {
      case SAME_FUNCTION, HELPER_SAME_FILE, HELPER_OTHER_FILE -> false;
      case OTHER_FUNCTION_SAME_FILE, OTHER_FILE_SAME_DIR, OTHER_FUNCTION, ELSEWHERE -> true;
    };
  }

  /// Whether one entry is read, which where a list is walked as well is the case of a list that has
  /// no more. A walk that the mapping function does not reach by calls may be one of other lists:
  /// it says nothing of what that function reads itself.
  private static boolean isShortcut(Reader reader, List<Reader> all) {
    return reader.use() == Use.SINGLE_ADDRESS
        && all.stream()
            .filter(r -> r.use() == Use.DESCRIPTOR_LOOP)
            .anyMatch(r -> reader.where() != Where.SAME_FUNCTION || !isFar(r.where()));
  }

  /// Whether the list is prepared for a dmaengine far from the mapping, where more functions walk
  /// it themselves: so do the drivers of a core that maps for all of them.
  private static boolean isOutnumbered(Reader reader, List<Reader> all) {
    return reader.use() == Use.DMAENGINE_PREP
        && isFar(reader.where())
        && functions(all, Use.DMAENGINE_PREP) < functions(all, Use.DESCRIPTOR_LOOP);
  }

  private static long functions(List<Reader> readers, Use use) {
    return readers.stream()
        .filter(r -> r.use() == use)
        .map(r -> r.place().file() + ":" + r.place().function())
        .distinct()
        .count();
  }

  private static boolean isHandedOn(Use use) {
    return use == Use.RDMA_MR || use == Use.DMAENGINE_PREP;
  }

  private static int rank(Use use) {
    return switch (use) {
      case RDMA_MR -> 0;
      case DMAENGINE_PREP -> 1;
      case DESCRIPTOR_LOOP -> 2;
      case PAGE_TABLE_LOOP -> 3;
      case SINGLE_ADDRESS -> 4;
      case EXPORTED_SG_TABLE -> 5;
      case OTHER_SUBSYSTEM_OR_NONE -> 6;
    };
  }

  private static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
