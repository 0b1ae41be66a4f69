// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Type;

/// The verdict on one function as it is.
final class Judgement {

  private record Key(String rule, Position at) {}

  private static final class Evidence {
    final Run witness;
    final String text;
    final Optional<Position> mappedAt;
    final List<String> profiles = new ArrayList<>();
    final Set<Direction> directions = EnumSet.noneOf(Direction.class);

    Evidence(Run witness, String text, Optional<Position> mappedAt) {
      this.witness = witness;
      this.text = text;
      this.mappedAt = mappedAt;
    }
  }

  private final Program program;
  private final Tally tally;
  private final Map<Key, Evidence> found = new LinkedHashMap<>();
  private final Set<Direction> directions = EnumSet.noneOf(Direction.class);
  private int completed;
  private boolean mapsNothing;
  private Optional<Stop> firstStop = Optional.empty();

  Judgement(Program program) {
    this.program = program;
    this.tally = new Tally(program);
  }

  boolean ordinary(Run run) {
    return take(run);
  }

  boolean withFault(Run run) {
    return take(run);
  }

  private boolean take(Run run) {
    if (!tally.count(run)) {
      return !tally.hopeless();
    }
    judge(run);
    return !tally.hopeless();
  }

  private void judge(Run run) {
    if (run.stop().isPresent()) {
      Stop stop = run.stop().get();
      firstStop = firstStop.or(() -> Optional.of(stop));
      if (completed > 0 && isJudged(program, run) && isOfDriver(stop, run) && !isUntold(run)) {
        add(run, Rules.of(stop), stop.message(), stop.at(), Optional.empty());
      }
    } else if (run.mappings() > 0 && isJudged(program, run) && gotThrough(run)) {
      if (mapsMemory(run)) {
        completed++;
      } else {
        mapsNothing = true;
      }
      directions.add(run.plan().direction());
    }
    for (Event.Misused m : held(run)) {
      if (Rules.accuses(program, m.rule())) {
        add(run, m.rule(), m.text(), m.at(), m.mappedAt());
      }
    }
  }

  /// Whether a crash can be blamed on the driver: a null pointer only where an allocation or a
  /// preparation was made to fail, for else it is an input that nobody knows; a BUG_ON() only where
  /// something was made to fail, for else it is about what the caller gave; an index into memory of
  /// its own never, for both may be numbers that it was given. A function that crashes before it
  /// ever completed is not understood.
  private static boolean isOfDriver(Stop stop, Run run) {
    return switch (stop) {
      case Stop.NotExecutable _ -> false;
      case Stop.DriverFault(Stop.Kind kind, var _, var _) ->
          switch (kind) {
            case NULL_DEREFERENCE -> refusedResource(run);
            case BUG_ON -> run.plan().failing().isPresent();
            case OUT_OF_OWN_BOUNDS -> false;
            case OUT_OF_BOUNDS,
                USE_AFTER_FREE,
                UNINITIALISED_READ,
                DIVISION,
                BAD_FREE,
                WALK_BEHIND_THE_END,
                KERNEL_BUG ->
                true;
          };
    };
  }

  /// Whether a run did what the function is for.
  private boolean gotThrough(Run run) {
    return run.plan().failing().isEmpty() && (run.mapped() || !tellsErrors());
  }

  /// Whether anything of what a run mapped has a length: one of nothing but empty ranges says
  /// nothing.
  private static boolean mapsMemory(Run run) {
    return run.events().stream()
        .anyMatch(
            e -> e instanceof Event.Mapped m && m.segments().stream().anyMatch(s -> s.bytes() > 0));
  }

  private static boolean refusedResource(Run run) {
    int failing = run.plan().failing().orElse(-1);
    return failing >= 0
        && failing < run.failable().size()
        && run.failable().get(failing).failure() == Operation.Failure.RESOURCE;
  }

  /// The misuses of a run that are held against the driver. With no data to map there are none: its
  /// framework asks for no transfer then, nor for one of more entries than the driver takes. Where
  /// the first one rests on an input, those behind it may too. When a mapping was made to fail and
  /// nobody tells by a return value, nothing is said of entries that only run after a success.
  private List<Event.Misused> held(Run run) {
    if (!isJudged(program, run)) {
      return List.of();
    }
    boolean untold = run.plan().failing().isPresent() && !tellsErrors();
    var all = new ArrayList<Event.Misused>();
    for (Event event : run.events()) {
      if (event instanceof Event.Misused m) {
        if (m.ofInput()) {
          break;
        }
        if (isHeld(m, run)) {
          all.add(m);
        }
        if (m.rule().endsWith("-direction") && run.usesDirection()) {
          break;
        }
      } else if (untold && event instanceof Event.Returned r && r.role() == Entry.Role.MAP) {
        break;
      }
    }
    return all;
  }

  /// Whether a run stopped in an entry that only runs after a success, when a failure was not told.
  private boolean isUntold(Run run) {
    return run.plan().failing().isPresent()
        && !tellsErrors()
        && run.events().stream()
            .anyMatch(e -> e instanceof Event.Returned r && r.role() == Entry.Role.MAP);
  }

  /// Not held: data on the way to an error, for nobody started the device, and a failed handle that
  /// was stored before it was asked about; a handle that its caller may check; a leak where a call
  /// that nobody knows answered the entry that unmaps otherwise than the one that maps, or on the
  /// way to an error after which a caller may undo it.
  private boolean isHeld(Event.Misused m, Run run) {
    return switch (m.rule()) {
      case "failed-to-check-map-error" -> !returnsHandle();
      case "pending-dma-allocations" ->
          run.mapped()
              ? (run.plan().choice().isEmpty() || !run.unmapped())
                  && !undoesOneOfMany(run)
                  && !isInPieces(run)
              : !program.undoneByCallers() && !run.cleanUpBroke();
      case "address-of-failed-mapping" -> run.mapped() || run.unasked() > 0 || !tellsErrors();
      case "device-data-lost", "device-reads-other-bytes" -> run.mapped();
      default -> true;
    };
  }

  /// Whether what was unmapped is one of several mappings of one call, and no other was: a function
  /// that undoes one is called for each.
  private static boolean undoesOneOfMany(Run run) {
    Map<Integer, Position> madeAt = new LinkedHashMap<>();
    Set<Integer> undone = new HashSet<>();
    boolean returned = false;
    for (Event event : run.events()) {
      switch (event) {
        case Event.Mapped m -> madeAt.put(m.id(), m.at());
        case Event.Returned r -> returned |= r.role() == Entry.Role.MAP;
        case Event.Unmapped u -> {
          if (returned) {
            undone.add(u.id());
          }
        }
        default -> {}
      }
    }
    return undone.size() == 1
        && madeAt.containsKey(undone.iterator().next())
        && run.leftMapped().stream()
            .allMatch(m -> m.at().equals(madeAt.get(undone.iterator().next())));
  }

  /// Whether the device was told of what is left in pieces, and what unmaps came by none that ends
  /// a mapping: a function that gives up one descriptor is called for each.
  private static boolean isInPieces(Run run) {
    Map<Integer, Integer> pieces = new LinkedHashMap<>();
    boolean returned = false;
    for (Event event : run.events()) {
      switch (event) {
        case Event.DeviceRan ran ->
            ran.descriptors().forEach(d -> pieces.merge(d.mapping(), 1, Integer::sum));
        case Event.Returned r -> returned |= r.role() == Entry.Role.MAP;
        case Event.Unmapped _ -> {
          if (returned) {
            return false;
          }
        }
        default -> {}
      }
    }
    return run.unmapped()
        && run.leftMapped().stream()
            .allMatch(m -> m.segments().size() == 1 && pieces.getOrDefault(m.id(), 0) > 1);
  }

  /// Whether a function that maps hands over what it mapped to a caller that may check it.
  private boolean returnsHandle() {
    return program.script().stream()
        .filter(e -> e.role() == Entry.Role.MAP)
        .flatMap(e -> program.function(e.function()).stream())
        .anyMatch(f -> f.result().equals(Optional.of(Type.Int.U64)));
  }

  private boolean tellsErrors() {
    return program.script().stream()
        .filter(e -> e.role() == Entry.Role.MAP)
        .noneMatch(e ->
            e.success() == Entry.Success.ALWAYS || e.success() == Entry.Success.SOMETHING_MAPPED);
  }

  /// Whether a crash of this run is the driver's: not with inputs that its framework may never hand
  /// over.
  static boolean isJudged(Program program, Run run) {
    boolean known = program.limits().maxEntries().isPresent();
    boolean ordinary = !Set.of(Shapes.MANY, Shapes.EMPTY).contains(run.shape());
    return known || ordinary;
  }

  private void add(Run run, String rule, String text, Position at, Optional<Position> mappedAt) {
    Evidence evidence =
        found.computeIfAbsent(new Key(rule, at), k -> new Evidence(run, text, mappedAt));
    evidence.directions.add(run.plan().direction());
    if (!evidence.profiles.contains(run.profile())) {
      evidence.profiles.add(run.profile());
    }
  }

  /// Whether a mapping of a fixed direction is only unmapped wrongly when the request is for the
  /// other one: then its caller does not make it for such requests.
  private boolean isOfDirection(Key key, Evidence evidence) {
    return key.rule().endsWith("-direction") && !evidence.directions.containsAll(directions);
  }

  Verdict verdict() {
    if (completed == 0 && (firstStop.isPresent() || found.isEmpty())) {
      firstStop.ifPresent(s -> tally.refuse("every run stops: " + s.message(), s.at()));
      if (firstStop.isEmpty() && mapsNothing) {
        tally.refuse("every mapping is of no bytes: a length that is not known", Position.NONE);
      } else if (firstStop.isEmpty() && tally.mappings() > 0) {
        tally.refuse("no run that maps succeeds", Position.NONE);
      }
      return tally.nothing();
    }
    found.entrySet().removeIf(e -> isOfDirection(e.getKey(), e.getValue()));
    if (found.isEmpty()) {
      return new Verdict.Silent(tally.coverage());
    }
    var findings = new ArrayList<Finding>();
    found.forEach((key, e) ->
        findings.add(new Finding(key.rule(), e.text, key.at(), e.mappedAt, e.witness, e.profiles)));
    return new Verdict.Misuse(findings, tally.coverage());
  }
}
