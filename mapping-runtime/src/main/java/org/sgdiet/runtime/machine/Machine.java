// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.api.DeviceSpec;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.machine.MappingTable.Kind;
import org.sgdiet.runtime.program.DeviceLimits;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Program;

/// Runs the script of a program once.
public final class Machine {

  /// `-EINPROGRESS` and `-EIOCBQUEUED`: what was asked for is under way.
  private static final List<Long> UNDER_WAY = List.of(-115L, -529L);

  /// Of the longest mapping functions, with the longest lists.
  public static final int MOST_STEPS = 200_000;

  private final Context context;
  private final Interpreter interpreter;
  private boolean mapped = true;
  private boolean unmapped;
  private boolean mended;
  private boolean cleanUpBroke;
  private int stillMapped;

  private Machine(Context context) {
    this.context = context;
    this.interpreter = new Interpreter(context);
  }

  /// One run of `program` on `profile`, with inputs of `shape`.
  public static Run run(Program program, Profile profile, InputShape shape, Plan plan) {
    return run(program, profile, shape, plan, MOST_STEPS);
  }

  /// As above; it may be cut short.
  ///
  /// @param mostSteps after which it ends as one that cannot be executed
  public static Run run(
      Program program, Profile profile, InputShape shape, Plan plan, int mostSteps) {
    DmaApi api = DmaApi.open(withLimits(profile, program.limits()));
    var machine = new Machine(new Context(program, api, shape, plan, mostSteps, Optional.empty()));
    Optional<Stop> stop = machine.script();
    return machine.result(profile, stop);
  }

  /// As above with the way that the run takes; it may be cut short.
  ///
  /// @param mostSteps after which it ends as one that cannot be executed
  public static Traced traced(
      Program program, Profile profile, InputShape shape, Plan plan, int mostSteps) {
    DmaApi api = DmaApi.open(withLimits(profile, program.limits()));
    var trail = new Trail(program);
    var machine =
        new Machine(new Context(program, api, shape, plan, mostSteps, Optional.of(trail)));
    Run run = machine.result(profile, machine.script());
    return new Traced(
        run,
        trail.reached(),
        trail.branches(),
        trail.lastBranches(),
        run.mappings() == 0 ? trail.lastDetour() : Optional.empty());
  }

  /// The profile with what the driver told the kernel about its device; a narrower mask of the
  /// profile stays.
  private static Profile withLimits(Profile profile, DeviceLimits limits) {
    DeviceSpec d = profile.device();
    long mask = d.dmaMask();
    if (limits.dmaMaskBits().isPresent() && limits.dmaMaskBits().getAsInt() < 64) {
      mask &= (1L << limits.dmaMaskBits().getAsInt()) - 1;
    }
    return profile.withDevice(
        new DeviceSpec(
            mask,
            (int) limits.maxSegmentBytes().orElse(Integer.toUnsignedLong(d.maxSegSize())),
            limits.segmentBoundaryMask().orElse(d.segBoundary()),
            d.pci(),
            d.coherent(),
            d.untrusted(),
            d.busDmaLimit(),
            d.dmaRangeMap(),
            d.peers()));
  }

  private Optional<Stop> script() {
    try {
      context.inputs.createGlobals();
      for (Entry entry : context.program.script()) {
        if (!entry(entry)) {
          stillMapped = context.mappings.live().size();
          mended = isMended() || isKept();
          break;
        }
      }
      stillMapped = mapped ? context.mappings.live().size() : stillMapped;
      checkEnd();
      return Optional.empty();
    } catch (Stop.Signal signal) {
      context.drainLedger();
      context.stopped(signal.stop());
      return Optional.of(signal.stop());
    } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Numbers that no kernel would take (a list of 2^31 entries) end in the emulator's own
      // checks.
      Stop stop = new Stop.NotExecutable("beyond the emulation: " + e.getMessage(), context.here());
      context.stopped(stop);
      return Optional.of(stop);
    }
  }

  /// Runs one entry; false when the script ends here.
  private boolean entry(Entry entry) {
    if (entry.role() == Entry.Role.UNMAP || entry.role() == Entry.Role.CLEAN_UP) {
      context.device.run();
      unmapped = true;
    }
    Function function = context.code.function(entry.function());
    Value value = call(entry);
    context.inputs.remember(context.program.script().indexOf(entry), value);
    boolean success = succeeded(entry.success(), value.bits());
    context.add(
        new Event.Returned(
            context.here(),
            function.name(),
            entry.role(),
            function.result().map(_ -> value.bits()),
            success));
    if (entry.role() == Entry.Role.MAP && !success) {
      mapped = false;
      return false;
    }
    return true;
  }

  private Value call(Entry entry) {
    Function function = context.code.function(entry.function());
    context.moveTo(function.at());
    var args = new ArrayList<Value>();
    for (int i = 0; i < entry.arguments().size(); i++) {
      var parameter = function.parameters().get(i);
      args.add(
          context.inputs.argument(entry.arguments().get(i), parameter.type(), parameter.name()));
    }
    return interpreter.call(function, args);
  }

  private boolean succeeded(Entry.Success rule, long value) {
    return switch (rule) {
      case NOT_NEGATIVE -> value >= 0 || UNDER_WAY.contains(value);
      case ZERO -> value == 0;
      case NOT_ZERO -> value != 0;
      case POSITIVE -> value > 0;
      case VALID_POINTER -> value != 0 && Long.compareUnsigned(value, -4095L) < 0;
      case ALWAYS -> true;
      case SOMETHING_MAPPED ->
          !context.mappings.live().isEmpty()
              || context.device.wasAwaited()
              || (!context.faultInjected() && !context.device.used().isEmpty());
    };
  }

  /// Whether what the map entry leaves mapped when it returns an error is undone by what its
  /// callers may run then. The trace ends before.
  private boolean isMended() {
    if (context.mappings.live().isEmpty()) {
      return true;
    }
    int before = context.events().size();
    boolean clean;
    try {
      context.program.script().stream()
          .filter(e -> e.role() == Entry.Role.CLEAN_UP)
          .forEach(this::call);
      clean = context.events().stream().skip(before).noneMatch(Event.Misused.class::isInstance);
    } catch (Stop.Signal _) {
      clean = false;
    }
    cleanUpBroke = !clean;
    clean &= context.mappings.live().isEmpty();
    context.forgetSince(before);
    return clean;
  }

  /// Whether what the map entry leaves mapped when it returns an error waits for the next call: one
  /// that goes through finds it, and what unmaps then undoes it all. The trace ends before.
  private boolean isKept() {
    List<Entry> script = context.program.script();
    boolean undone = script.stream().anyMatch(e -> e.role() == Entry.Role.UNMAP);
    if (!undone || cleanUpBroke) {
      return false;
    }
    int before = context.events().size();
    boolean kept = true;
    try {
      for (int i = 0; i < script.size() && kept; i++) {
        Entry entry = script.get(i);
        if (entry.role() == Entry.Role.MAP || entry.role() == Entry.Role.UNMAP) {
          Value value = call(entry);
          context.inputs.remember(i, value);
          kept = succeeded(entry.success(), value.bits());
        }
      }
      kept &= context.events().stream().skip(before).noneMatch(Event.Misused.class::isInstance);
    } catch (Stop.Signal _) {
      kept = false;
    }
    kept &= context.mappings.live().isEmpty();
    context.forgetSince(before);
    return kept;
  }

  private void checkEnd() {
    if (mapped) {
      context.device.run();
    }
    context.device.checkDeliveries(false);
    if ((mapped && !unmapped) || mended) {
      return;
    }
    for (MappingTable.Entry m : context.mappings.live()) {
      String how = m.kind == Kind.LIST ? "list" : m.kind == Kind.IOVA ? "IOVA range" : "range";
      context.misused(
          "pending-dma-allocations",
          "the %s that was mapped at %s is still mapped when %s"
              .formatted(
                  how,
                  context.where(m.at),
                  mapped ? "everything is done" : "the error is returned"),
          Optional.of(m.at));
    }
  }

  private Run result(Profile profile, Optional<Stop> stop) {
    return new Run(
        profile.name(),
        context.shape,
        context.plan,
        List.copyOf(context.events()),
        stop,
        context.failable(),
        context.failableAt(),
        context.choices(),
        context.inputs.shapeUsed(),
        context.inputs.directionUsed(),
        mapped,
        unmapped,
        stillMapped,
        cleanUpBroke,
        context.mappings.unasked(),
        context.api.costs(),
        context.steps(),
        context.lines());
  }
}
