// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.sg.KernelBug;
import org.sgdiet.runtime.sg.ScatterArray;

/// A case as an SVG picture: the elements in order, the segments that cover them, and where the
/// segments lie in bus address space.
public final class CasePicture {
  private static final int LEFT = 24;
  private static final int WIDTH = 1000;
  private static final int ROW = 34;
  private static final int ELEMENTS_Y = 70;
  private static final int SEGMENTS_Y = 160;
  private static final int BUS_Y = 260;
  private static final int HEIGHT = 340;
  private static final int MOST_BOXES = 400;

  private record Box(long from, long length, String label) {}

  private final StringBuilder svg = new StringBuilder();

  private CasePicture() {}

  /// The picture of `dma_map_sg` of a case on a profile: a whole SVG document.
  public static String of(Profile profile, MappingCase mappingCase) {
    DmaApi dma = CaseRunner.open(profile, mappingCase);
    ScatterArray list = CaseRunner.list(dma, mappingCase);
    int nents = mappingCase.elements().size();
    String answer;
    int count = 0;
    try {
      count = dma.mapSg(list.first(), nents, mappingCase.dir(), mappingCase.attrs(), 0);
      answer = count == 0 ? "dma_map_sg fails" : "dma_map_sg returns " + count;
    } catch (KernelBug bug) {
      answer = "kernel BUG in " + bug.function();
    }
    List<Box> elements = new ArrayList<>();
    long at = 0;
    for (MappingCase.Element e : mappingCase.elements()) {
      long length = Integer.toUnsignedLong(e.length());
      elements.add(new Box(at, length, "0x%x + %d".formatted(mappingCase.start(e), length)));
      at += length;
    }
    List<Box> segments = new ArrayList<>();
    List<Box> bus = new ArrayList<>();
    at = 0;
    for (int i = 0; i < count; i++) {
      long length = list.entry(i).dmaLengthBytes();
      String label = "%d: 0x%x + %d".formatted(i, list.entry(i).dmaAddress(), length);
      segments.add(new Box(at, length, label));
      bus.add(new Box(list.entry(i).dmaAddress(), length, label));
      at += length;
    }
    String title =
        "case %d on %s: %d elements, %s".formatted(mappingCase.id(), profile.name(), nents, answer);
    return new CasePicture().draw(title, mappingCase, elements, segments, bus);
  }

  private String draw(
      String title,
      MappingCase mappingCase,
      List<Box> elements,
      List<Box> segments,
      List<Box> bus) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(WIDTH + 2 * LEFT, HEIGHT, title));
    text(LEFT, 24, title, 15);
    long total = Math.max(1, mappingCase.totalLength());
    text(LEFT, ELEMENTS_Y - 8, "input: elements in list order, by bytes", 11);
    row(elements, 0, total, ELEMENTS_Y, "#9ecae1");
    text(LEFT, SEGMENTS_Y - 8, "output: segments over the elements that they cover", 11);
    row(segments, 0, total, SEGMENTS_Y, "#a1d99b");
    if (!bus.isEmpty()) {
      busRow(mappingCase.boundaryMask(), bus);
    }
    return svg.append("</svg>\n").toString();
  }

  /// Segments at their bus addresses, with the boundary lines between the lowest and the highest.
  private void busRow(long boundary, List<Box> bus) {
    long low = bus.stream().mapToLong(Box::from).min().orElse(0) & -4096;
    long high = bus.stream().mapToLong(b -> b.from() + b.length()).max().orElse(low + 1);
    long span = Math.max(1, high - low);
    text(
        LEFT,
        BUS_Y - 8,
        "bus addresses 0x%x to 0x%x; red: segment boundary".formatted(low, high),
        11);
    row(bus, low, span, BUS_Y, "#fdae6b");
    long step = boundary + 1;
    if (step > 0 && span / step <= MOST_BOXES) {
      for (long line = (low + boundary) & ~boundary; line <= high; line += step) {
        double x = LEFT + (double) (line - low) / span * WIDTH;
        svg.append(
            String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"red\"/>%n",
                x,
                BUS_Y - 4,
                x,
                BUS_Y + ROW + 4));
      }
    }
  }

  private void row(List<Box> boxes, long low, long span, int y, String colour) {
    boolean labels = boxes.size() <= 24;
    for (Box box : boxes.subList(0, Math.min(boxes.size(), MOST_BOXES))) {
      double x = LEFT + (double) (box.from() - low) / span * WIDTH;
      double width = Math.max(1.0, (double) box.length() / span * WIDTH);
      svg.append(
          String.format(
              Locale.ROOT,
              "<g><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"#333\"/></g>%n",
              box.label(),
              x,
              y,
              width,
              ROW,
              colour));
      if (labels && width > 7.0 * box.label().length()) {
        text((int) x + 4, y + 21, box.label(), 11);
      }
    }
    if (boxes.size() > MOST_BOXES) {
      text(LEFT, y + ROW + 14, (boxes.size() - MOST_BOXES) + " more are not drawn", 11);
    }
  }

  private void text(int x, int y, String content, int size) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\">%s</text>\n".formatted(x, y, size, content));
  }
}
