// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.ledger.Misuse;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;

/// The state of one run that every part of the machine shares.
final class Context {

  /// The longest shape has 130 entries; a driver that maps them one by one, and more than once,
  /// stays below.
  private static final int MOST_MAPPINGS = 400;

  private static final int MOST_EVENTS = 20_000;

  final Program program;
  final Code code;
  final DmaApi api;
  final InputShape shape;
  final Plan plan;
  final AddressSpace memory;
  final Inputs inputs;
  final MappingTable mappings = new MappingTable();
  final SgMemory lists;
  final Descriptors descriptors;
  final DeviceWork device;
  final Optional<Trail> trail;
  private final int mostSteps;

  private final Lines lines = new Lines();
  private final List<Event> events = new ArrayList<>();
  private final List<Position> tokens = new ArrayList<>();
  private final List<Operation> failable = new ArrayList<>();
  private final List<Position> failableAt = new ArrayList<>();
  private int steps;
  private int mapped;
  private int choices;
  private int misusesSeen;
  private boolean faultInjected;
  private Position here = Position.NONE;

  Context(
      Program program,
      DmaApi api,
      InputShape shape,
      Plan plan,
      int mostSteps,
      Optional<Trail> trail) {
    this.mostSteps = mostSteps;
    this.trail = trail;
    this.program = program;
    this.code = new Code(program);
    this.api = api;
    this.shape = shape;
    this.plan = plan;
    this.memory = new AddressSpace(this);
    this.lists = new SgMemory(this);
    this.inputs = new Inputs(this);
    this.descriptors = new Descriptors(this);
    this.device = new DeviceWork(this);
  }

  // ---- where

  void moveTo(Position at) {
    here = at;
    lines.add(at);
  }

  /// Those that the run came by.
  Lines lines() {
    return lines;
  }

  Position here() {
    return here;
  }

  String where(Position at) {
    return program.describe(at);
  }

  /// The present position as the emulator's ledger keeps it.
  int token() {
    int last = tokens.size() - 1;
    if (last < 0 || !tokens.get(last).equals(here)) {
      tokens.add(here);
      last++;
    }
    return last;
  }

  private Optional<Position> position(int token) {
    return token >= 0 && token < tokens.size() ? Optional.of(tokens.get(token)) : Optional.empty();
  }

  // ---- ends

  /// Counts what the run has to do: a step of the program, an entry of a list that is walked.
  void work(int more) {
    steps += more;
    if (steps > mostSteps) {
      throw notExecutable("no end after " + mostSteps + " steps");
    }
  }

  int steps() {
    return steps;
  }

  Stop.Signal fault(Stop.Kind kind, String message) {
    return new Stop.Signal(new Stop.DriverFault(kind, message, here));
  }

  Stop.Signal notExecutable(String message) {
    return new Stop.Signal(new Stop.NotExecutable(message, here));
  }

  // ---- events

  void add(Event event) {
    events.add(event);
    if (event instanceof Event.Mapped && ++mapped > MOST_MAPPINGS) {
      throw notExecutable("maps without end: " + MOST_MAPPINGS + " mappings in one run");
    }
    if (events.size() > MOST_EVENTS) {
      throw notExecutable("no end after " + MOST_EVENTS + " events");
    }
  }

  /// Whether the run has mapped anything yet.
  boolean hasMapped() {
    return mapped > 0;
  }

  /// The last event of a run that ends before its script does.
  void stopped(Stop stop) {
    events.add(new Event.Stopped(stop));
  }

  void misused(String rule, String text, Optional<Position> mappedAt) {
    misusedAt(here, rule, text, mappedAt);
  }

  void misused(String rule, String text, Optional<Position> mappedAt, boolean ofInput) {
    add(new Event.Misused(here, rule, text, mappedAt, ofInput));
  }

  void misusedAt(Position at, String rule, String text, Optional<Position> mappedAt) {
    add(new Event.Misused(at, rule, text, mappedAt, false));
  }

  /// Moves what the ledger found since the last call into the trace.
  void drainLedger() {
    drainLedger(false);
  }

  /// @param ofInput whether the operation was given a mapping that no operation of the run made
  void drainLedger(boolean ofInput) {
    if (api.ledger().misuseCount() == misusesSeen) {
      return;
    }
    for (Misuse m : api.ledger().misusesFrom(misusesSeen)) {
      misusesSeen++;
      events.add(
          new Event.Misused(
              position(m.at()).orElse(here), m.id(), m.text(), position(m.mappedAt()), ofInput));
    }
  }

  /// Takes back what was tried after the end of a run.
  void forgetSince(int count) {
    events.subList(count, events.size()).clear();
  }

  List<Event> events() {
    return events;
  }

  /// A number went to a place that concerns the device.
  void stored(Event.Stored event) {
    add(event);
    descriptors.accept(event);
  }

  /// Whether the driver can have meant all bits of a bus address: a device whose mask is not known
  /// to be wide is taken for one that gets no wider addresses.
  boolean deviceReaches(long address) {
    int bits = program.limits().dmaMaskBits().orElse(32);
    return bits >= 64 - Long.numberOfLeadingZeros(address);
  }

  /// `sg->length` of the entry that a number comes from, as memory has it now; -1 when it is gone.
  long cpuLength(Origin origin) {
    return memory
        .object(origin.owner())
        .map(o -> lists.length(o.address() + (long) origin.index() * SgMemory.SIZE).bits())
        .orElse(-1L);
  }

  // ---- what may fail or choose

  /// Whether this call of an operation has to fail; counts it.
  boolean fails(Operation operation) {
    boolean fails = plan.failing().isPresent() && plan.failing().getAsInt() == failable.size();
    failable.add(operation);
    failableAt.add(here);
    faultInjected |= fails;
    return fails;
  }

  List<Operation> failable() {
    return List.copyOf(failable);
  }

  List<Position> failableAt() {
    return List.copyOf(failableAt);
  }

  boolean faultInjected() {
    return faultInjected;
  }

  /// Which of `outcomes` an opaque call takes.
  int choose(int outcomes) {
    if (outcomes < 2) {
      return 0;
    }
    int call = choices++;
    return plan.choice().filter(c -> c.call() == call).map(Plan.Choice::outcome).orElse(0);
  }

  int choices() {
    return choices;
  }
}
