// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.machine.Descriptor;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Origin;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Segment;
import org.sgdiet.runtime.machine.Sink;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Program;

/// A run in words: one sentence, or one line for each event.
public final class RunText {

  private RunText() {}

  /// `profile x86-intel-strict, shape 4 scattered pages, no fault`.
  public static String conditions(Run run) {
    return "profile %s, shape %s, %s".formatted(run.profile(), run.shape().name(), plan(run));
  }

  private static String plan(Run run) {
    Plan plan = run.plan();
    var parts = new ArrayList<String>();
    plan.failing()
        .ifPresent(k ->
            parts.add(
                k < run.failable().size()
                    ? "operation %d (%s) fails".formatted(k + 1, run.failable().get(k).word())
                    : "operation %d fails".formatted(k + 1)));
    plan.choice()
        .ifPresent(c -> parts.add("opaque call %d answers otherwise".formatted(c.call() + 1)));
    if (run.usesDirection()) {
      parts.add(plan.direction().name());
    }
    if (plan.failing().isEmpty()) {
      parts.add("no fault");
    }
    return String.join(", ", parts);
  }

  /// What happened, in one sentence.
  public static String summary(Program program, Run run) {
    var parts = new ArrayList<String>();
    for (Event event : run.events()) {
      if (event instanceof Event.Returned r && r.role() == Entry.Role.MAP) {
        parts.add(returned(r));
      } else if (event instanceof Event.Mapped m) {
        parts.add(m.call() + " gives " + segments(m.segments()));
      } else if (event instanceof Event.MapFailed f) {
        parts.add(f.call() + " fails with " + f.result());
      }
    }
    long foreign =
        run.misuses().stream().filter(m -> m.rule().equals("address-of-unmapped-entry")).count();
    long written = run.descriptors().size() + foreign;
    parts.add(
        "the driver wrote "
            + count(written, "descriptor")
            + (foreign == 0 ? "" : ", " + foreign + " of them from entries that are not mapped"));
    run.stop().ifPresent(s -> parts.add("the run stops: " + s.message()));
    String rules =
        String.join(
            "; ", run.misuses().stream().map(m -> position(program, m)).distinct().toList());
    return conditions(run)
        + ": "
        + String.join(", ", parts)
        + (rules.isEmpty() ? "" : "; " + rules);
  }

  private static String position(Program program, Event.Misused m) {
    return m.text() + " (" + program.describe(m.at()) + ") [" + m.rule() + "]";
  }

  private static String returned(Event.Returned r) {
    String value = r.value().map(v -> " returns " + v).orElse(" returns");
    return r.function() + value;
  }

  private static String count(long n, String noun) {
    return n == 0 ? "no " + noun : n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String segments(List<Segment> segments) {
    if (segments.size() == 1) {
      return "one segment of " + segments.getFirst().bytes() + " bytes";
    }
    long total = segments.stream().mapToLong(Segment::bytes).sum();
    return segments.size() + " segments of " + total + " bytes together";
  }

  /// One line for each event, with its position.
  public static List<String> lines(Program program, Run run) {
    return run.events().stream()
        .flatMap(e -> line(e).stream().map(t -> program.describe(e.at()) + ": " + t))
        .toList();
  }

  /// One line for each event, without positions.
  static List<String> bareLines(Run run) {
    return run.events().stream().flatMap(e -> line(e).stream()).toList();
  }

  private static Optional<String> line(Event event) {
    return switch (event) {
      case Event.Mapped m ->
          Optional.of(
              "%s #%d %s, %s -> %s"
                  .formatted(
                      m.call(),
                      m.id(),
                      m.direction(),
                      count(m.entries(), "entry").replace("entrys", "entries"),
                      list(m.segments())));
      case Event.MapFailed f ->
          Optional.of(f.call() + " fails: " + f.result() + (f.injected() ? " (injected)" : ""));
      case Event.Unmapped u ->
          Optional.of(u.call() + (u.id() == 0 ? " of nothing" : " #" + u.id()));
      case Event.Synced s -> Optional.of(s.call() + (s.id() == 0 ? " of nothing" : " #" + s.id()));
      case Event.Stored s ->
          s.sink().kind() == Sink.Kind.DRIVER ? Optional.empty() : Optional.of(stored(s));
      case Event.Called _ -> Optional.empty();
      case Event.Refused r -> Optional.of(r.call() + " fails (injected)");
      case Event.DeviceRan d -> Optional.of("device: " + descriptors(d.descriptors()));
      case Event.Returned r -> Optional.of(returned(r) + (r.success() ? "" : ", an error"));
      case Event.Misused m -> Optional.of("! " + m.text() + " [" + m.rule() + "]");
      case Event.Stopped s ->
          Optional.of(
              (s.stop() instanceof Stop.NotExecutable ? "not executable: " : "stops: ")
                  + s.stop().message());
    };
  }

  private static String stored(Event.Stored s) {
    String origin = s.origins().stream().map(RunText::origin).findFirst().orElse("");
    return s.sink().name() + " = 0x" + Long.toHexString(s.value()) + origin;
  }

  private static String origin(Origin o) {
    return switch (o.kind()) {
      case DMA_ADDRESS -> "  (address of #" + o.owner() + "[" + o.index() + "])";
      case DMA_LENGTH -> "  (length of #" + o.owner() + "[" + o.index() + "])";
      case UNMAPPED_ADDRESS, UNMAPPED_LENGTH -> "  (of entry " + o.index() + ", not mapped)";
      case CPU_LENGTH -> "  (sg->length of entry " + o.index() + ")";
      case CPU_PHYS -> "  (physical address)";
      case MAPPED_COUNT -> "  (mapped count)";
      case ENTRY_COUNT -> "  (entry count)";
      case UNDEFINED -> "  (undefined)";
    };
  }

  private static String list(List<Segment> segments) {
    return String.join(
            ", ",
            segments.stream()
                .limit(4)
                .map(s -> "0x" + Long.toHexString(s.address()) + "+" + s.bytes())
                .toList())
        + (segments.size() > 4 ? ", ..." : "");
  }

  private static String descriptors(List<Descriptor> all) {
    return String.join(" | ", all.stream().limit(4).map(d -> Streams.text(d.memory())).toList())
        + (all.size() > 4 ? " | ..." : "");
  }
}
