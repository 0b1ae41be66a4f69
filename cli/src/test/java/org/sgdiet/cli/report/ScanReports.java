// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Fix;
import org.sgdiet.analyzer.fact.Bookkeeping;
import org.sgdiet.analyzer.fact.Consumption;
import org.sgdiet.analyzer.fact.Decision;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Origin;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Reader;
import org.sgdiet.analyzer.fact.Recipe;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.fact.Verdict;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.tree.ScanReport;

/// A small scan, written down.
final class ScanReports {
  private ScanReports() {}

  static ScanReport small() {
    Place unmap = new Place("a b.c", 9, "done");
    MapFacts facts =
        new MapFacts(
            Origin.MMC_DATA,
            new Consumption(Consumption.Use.DESCRIPTOR_LOOP, Consumption.Where.SAME_FUNCTION),
            List.of(
                new Reader(
                    Consumption.Use.DESCRIPTOR_LOOP,
                    Consumption.Where.SAME_FUNCTION,
                    new Place("a b.c", 5, "start"))),
            false,
            new Bookkeeping(Bookkeeping.Count.MEMBER, Bookkeeping.Result.LOCAL, "count", "!x"),
            "",
            List.of(),
            List.of(),
            new Decision(Recipe.R5, Verdict.ASSIST, "two arrays keyed by host_cookie"));
    Site map =
        new Site(
            "a b.c",
            new Span(10, 20),
            3,
            5,
            "start",
            "dma_map_sg",
            SiteKind.MAP,
            List.of(),
            Role.BOTH,
            Optional.of(facts),
            List.of(unmap),
            List.of());
    Site undo =
        new Site(
            "a b.c",
            new Span(30, 40),
            9,
            2,
            "done",
            "dma_unmap_sg",
            SiteKind.UNMAP,
            List.of(),
            Role.OUTPUT,
            Optional.empty(),
            List.of(),
            List.of());
    Site single =
        new Site(
            "c.c",
            new Span(30, 40),
            7,
            2,
            "f",
            "dma_map_single",
            SiteKind.MAP,
            List.of(),
            Role.INPUT,
            Optional.empty(),
            List.of(),
            List.of());
    Finding finding =
        new Finding(
            "failed-to-check-map-error",
            "c.c",
            new Span(30, 40),
            7,
            2,
            "f",
            "the handle 'dma' is used unchecked",
            Finding.Confidence.HIGH,
            "0123abcd",
            List.of(new Finding.Note("c.c", 9, "used here")),
            Optional.of(
                new Fix(
                    Fix.Kind.NEEDS_REVIEW,
                    "f(x)",
                    List.of(new Fix.Change(new Span(32, 33), "x")))));
    return new ScanReport(
        List.of(map, undo, single),
        List.of(finding),
        List.of(new ScanReport.UnreadRange("c.c", 20, 31, "asm")),
        List.of(new ScanReport.SkippedFile("d.c", "binary")),
        2);
  }
}
