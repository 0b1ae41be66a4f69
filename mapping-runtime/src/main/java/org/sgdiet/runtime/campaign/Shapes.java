// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sgdiet.runtime.machine.InputShape;
import org.sgdiet.runtime.machine.InputShape.Piece;
import org.sgdiet.runtime.machine.InputShape.Place;

/// Input shapes, simplest first. Pages are 4 KiB here, whatever the profile's are.
public final class Shapes {

  private static final int PAGE = 4096;

  /// One page.
  public static final InputShape ONE_PAGE = new InputShape("1 page", pages(1, false, Place.LOW));

  /// Four pages far apart: an IOMMU makes one segment of them.
  public static final InputShape SCATTERED =
      new InputShape("4 scattered pages", pages(4, false, Place.LOW));

  /// Four physically adjacent pages.
  public static final InputShape ADJACENT =
      new InputShape("4 adjacent pages", pages(4, true, Place.LOW));

  /// Nothing merges across the ragged ends, everything else does.
  public static final InputShape UNALIGNED =
      new InputShape(
          "5 entries, unaligned head and tail",
          List.of(
              new Piece(Place.LOW, false, 512, 3584),
              new Piece(Place.LOW, false, 0, PAGE),
              new Piece(Place.LOW, false, 0, 1000),
              new Piece(Place.LOW, false, 256, 3840),
              new Piece(Place.LOW, false, 0, 2048)));

  /// Two pages that a device with a 32-bit mask reaches only through a bounce buffer.
  public static final InputShape HIGH =
      new InputShape("2 pages above 4 GiB", pages(2, false, Place.HIGH));

  /// One page that a 32-bit mask does not reach, for drivers that take one entry at a time.
  public static final InputShape HIGH_PAGE =
      new InputShape("1 page above 4 GiB", pages(1, false, Place.HIGH));

  /// One entry longer than the usual segment limit of 64 KiB.
  public static final InputShape LONG =
      new InputShape("1 entry of 128 KiB", List.of(new Piece(Place.LOW, false, 0, 32L * PAGE)));

  /// A buffer that is smaller than a cache line and not aligned to one.
  public static final InputShape SMALL =
      new InputShape("1 entry of 48 bytes", List.of(new Piece(Place.LOW, false, 72, 48)));

  /// A list of two arrays: stepping with `sg++` leaves it.
  public static final InputShape CHAINED =
      new InputShape("5 pages in a chained list", pages(5, false, Place.LOW), 2);

  /// A command without data.
  public static final InputShape EMPTY = new InputShape("no data", List.of());

  /// More entries than most hardware takes; only the way both versions treat it is compared.
  public static final InputShape MANY =
      new InputShape("130 scattered pages", pages(130, false, Place.LOW));

  private Shapes() {}

  /// The shapes of the standard campaign.
  public static List<InputShape> standard() {
    return List.of(
        ONE_PAGE, SCATTERED, HIGH_PAGE, ADJACENT, UNALIGNED, HIGH, LONG, SMALL, CHAINED, EMPTY,
        MANY);
  }

  private static List<Piece> pages(int count, boolean adjacent, Place place) {
    var all = new ArrayList<Piece>();
    for (int i = 0; i < count; i++) {
      all.add(new Piece(place, adjacent && i > 0, 0, PAGE));
    }
    return all;
  }

  /// `count` shapes that a seed decides: the second campaign.
  public static List<InputShape> random(long seed, int count) {
    var random = new Random(seed);
    var all = new ArrayList<InputShape>();
    for (int i = 0; i < count; i++) {
      int entries = 1 + random.nextInt(12);
      var pieces = new ArrayList<Piece>();
      for (int e = 0; e < entries; e++) {
        boolean whole = random.nextInt(3) > 0;
        int offset = whole ? 0 : 4 * random.nextInt(PAGE / 4);
        long bytes =
            whole ? (long) PAGE * (1 + random.nextInt(3)) : 4L * (1 + random.nextInt(1500));
        Place place = random.nextInt(5) == 0 ? Place.HIGH : Place.LOW;
        pieces.add(new Piece(place, e > 0 && random.nextInt(4) == 0, offset, bytes));
      }
      int chain = entries > 3 && random.nextInt(4) == 0 ? 1 + random.nextInt(entries - 2) : 0;
      all.add(new InputShape("random " + seed + "/" + i, pieces, chain));
    }
    return all;
  }
}
