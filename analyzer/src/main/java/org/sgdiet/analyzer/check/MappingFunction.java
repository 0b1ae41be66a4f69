// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// A function of the driver that maps and leaves what it mapped to its caller.
///
/// @param inner the mapping call in it
record MappingFunction(FoundCall inner) {

  private static final int FARTHEST = 6;

  /// Operations whose failure the core takes for "nothing was set up": it undoes nothing.
  private static final Set<String> STARTING =
      Set.of("probe", "init_request", "ndo_open", "open", "startup", "hw_params");

  /// Operations on a device that goes on when they fail, or that may be told to let go.
  private static final Pattern LASTING =
      Pattern.compile("resume|restore|reset|change|set_|config|param|complete|work");

  /// Operations that end what another operation of the same table has begun.
  private static final Pattern ENDING =
      Pattern.compile("free|clean|finish|release|unprep|unmap|put|post|exit|shutdown");

  /// The function around a mapping call, when its callers see an error or that it is mapped.
  static Optional<MappingFunction> around(FoundCall inner, List<Leaving> leavings) {
    boolean keeps =
        leavings.stream().anyMatch(l -> l.told() != Answer.ERROR && l.state().isMapped())
            && leavings.stream()
                .noneMatch(
                    l -> l.told() != Answer.ERROR && l.state().standing() == Standing.UNDONE);
    boolean tells =
        leavings.stream().anyMatch(l -> l.told() == Answer.ERROR)
            && isErrorNumber(inner.body().function().result());
    return keeps && tells ? Optional.of(new MappingFunction(inner)) : Optional.empty();
  }

  /// Whether a function tells how it went by a number: not by a pointer, nor by true for good.
  private static boolean isErrorNumber(TypeSyntax result) {
    return switch (result) {
      case TypeSyntax.Pointer _ -> false;
      case TypeSyntax.Named(String name) -> !name.equals("bool");
      default -> true;
    };
  }

  /// The calls of the function by its name, each as a mapping call of its own.
  List<FoundCall> calls(DriverFacts facts) {
    return calls(inner.body(), facts);
  }

  private static List<FoundCall> calls(Body of, DriverFacts facts) {
    List<FoundCall> calls = new ArrayList<>();
    for (CallSite site : facts.flow().driver().callers(of)) {
      if (site.call().name().filter(of.name()::equals).isPresent() && site.caller() != of) {
        calls.add(
            new FoundCall(
                site.caller(), site.call(), KernelCall.mapping(of.name(), Returns.ZERO_OR_ERRNO)));
      }
    }
    return calls;
  }

  /// Whether an operation of the kernel's is for one transfer: when it fails, nobody is told of the
  /// transfer again. What is set up by the loop of an operation, as a ring is, may be found by
  /// another one, and what another operation is for ends also what could not be begun.
  private boolean isTransfer(MemberKey operation, DriverFacts facts) {
    Driver driver = facts.flow().driver();
    String from = inner.body().file().path();
    return driver.isKernels(operation.struct(), from)
        && !LASTING.matcher(operation.field()).find()
        && !inner.body().inLoop(inner.call().span().start())
        && MapOutcome.of(inner, facts).undoers().stream()
            .flatMap(n -> driver.function(n, from).stream())
            .flatMap(u -> driver.tablesWith(u).stream())
            .noneMatch(
                t -> t.struct().equals(operation.struct()) && ENDING.matcher(t.field()).find());
  }

  /// Whether a caller does not undo the mapping when the function fails after it mapped, a few
  /// calls up; what a loop maps may be found and undone later, so that one caller which does is
  /// enough.
  boolean isForgottenByCallers(DriverFacts facts) {
    return isForgotten(inner.body(), facts, new HashSet<>());
  }

  private boolean isForgotten(Body failing, DriverFacts facts, Set<Body> seen) {
    if (seen.size() >= FARTHEST || !seen.add(failing)) {
      return false;
    }
    Driver driver = facts.flow().driver();
    Set<MemberKey> tables = driver.tablesWith(failing);
    List<FoundCall> calls = calls(failing, facts);
    if (tables.isEmpty() && calls.isEmpty()) {
      return driver.isQueueCommand(failing);
    }
    if (tables.isEmpty() == calls.isEmpty()) {
      return false; // called in two ways
    }
    return tables.isEmpty()
        ? (inner.body().inLoop(inner.call().span().start())
            ? calls.stream().allMatch(c -> isForgottenAt(c, facts, seen))
            : calls.stream().anyMatch(c -> isForgottenAt(c, facts, seen)))
        : tables.stream().allMatch(t -> STARTING.contains(t.field()) || isTransfer(t, facts));
  }

  /// Whether no function that calls this one undoes the mapping itself when it fails.
  boolean isForgottenByNext(DriverFacts facts) {
    return calls(inner.body(), facts).stream().noneMatch(c -> left(c, facts).isEmpty());
  }

  /// The ways on which a caller leaves the mapping behind when the function has failed.
  private List<Leaving> left(FoundCall call, DriverFacts facts) {
    MapOutcome outcome = MapOutcome.ofCall(call, inner, facts);
    return new MapWays(facts, MapTest.of(call).ofFailure(), MapEvents.of(outcome, facts))
        .leavings().stream().filter(MappingFunction::isLeft).toList();
  }

  /// Whether the mapping is there when a caller goes: it is known to be, or the caller tells what
  /// the function told and looks no further.
  private static boolean isLeft(Leaving leaving) {
    return switch (leaving.state().standing()) {
      case MAPPED -> true;
      case UNTESTED -> leaving.told() == Answer.UNKNOWN;
      case NOT_YET, FAILED, UNDONE -> false;
    };
  }

  private boolean isForgottenAt(FoundCall call, DriverFacts facts, Set<Body> seen) {
    List<Leaving> left = left(call, facts);
    boolean handedUp = left.stream().anyMatch(l -> l.told() != Answer.FINE) || isReported(call);
    boolean tells = !call.body().returned().isEmpty();
    return !left.isEmpty()
        && (!tells || (handedUp && isForgotten(call.body(), facts, new HashSet<>(seen))));
  }

  /// Whether a caller tells those who wait for a request what a call has answered.
  private static boolean isReported(FoundCall call) {
    Returned returned = Returned.by(call.body());
    return returned.reported()
        && call.body().definitions(returned.variable()).stream()
            .anyMatch(
                d -> d.value().filter(v -> v.span().contains(call.call().span())).isPresent());
  }

  /// The members that hold the structure in which the mapped list or handle stands.
  Set<MemberKey> holders(DriverFacts facts) {
    Set<MemberKey> keys = new HashSet<>();
    Set<Path> paths = new HashSet<>(inner.values(facts.flow().flow()));
    for (Path path : paths) {
      if (path.members().size() > 1) {
        keys.add(path.members().get(path.members().size() - 2));
      }
    }
    return keys;
  }
}
