// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.DeviceLimits;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Program;

/// Lifts functions that map out of the C text of a tree. The tree may be a patched one in memory:
/// the same function before and after a rewrite gets the same surroundings. Confined to one thread.
public final class Extractor {

  /// Conditions that inputs are chosen anew for, one after the other.
  private static final int MOST_DETOURS = 12;

  private final TreeModel tree;

  /// What names mean in the files that were asked about: what is looked up for one program is known
  /// to the next.
  private final Map<String, FileModel> models = new HashMap<>();

  private final Trials trials = new Trials();

  /// An extractor over the names of a tree.
  public Extractor(TreeModel tree) {
    this.tree = tree;
  }

  /// The program of `function` in the file at `path`, with the first of `partners` that undoes its
  /// mapping when it does not do so itself.
  public Extraction extract(String path, String function, Partners partners) {
    trials.forget();
    List<Extraction.Partner> candidates = partners.of(path, function);
    Extraction chosen =
        new Pairing(partners.ofSeveralDirections(candidates), trials)
            .choose(
                candidates,
                callers(path, function),
                c ->
                    callers(c.path(), c.function()).stream()
                        .filter(user -> !partners.isMapper(user))
                        .toList(),
                with -> extract(path, function, with));
    return chosen instanceof Extraction.Extracted(Program program, var taken)
            && program.script().stream().noneMatch(e -> e.role() == Entry.Role.CLEAN_UP)
            && mayBeUndoneByCallers(path, function, candidates)
        ? new Extraction.Extracted(program.thatCallersUndo(), taken)
        : chosen;
  }

  /// Whether a function of the same file calls the mapping function and one of those that may undo
  /// it: it may do so after an error.
  private boolean mayBeUndoneByCallers(
      String path, String function, List<Extraction.Partner> candidates) {
    Callers callers = new Callers(tree);
    return candidates.stream().anyMatch(c -> callers.useBoth(file(path), function, c.function()));
  }

  /// The program of `function` with given partners, called in this order after it.
  public Extraction extract(String path, String function, List<Extraction.Partner> partners) {
    return extract(path, function, List.of(), partners);
  }

  /// As above, with functions that run between the two, on the objects that `function` left: they
  /// use what it mapped.
  public Extraction extract(
      String path,
      String function,
      List<Extraction.Partner> users,
      List<Extraction.Partner> partners) {
    FileModel names = file(path);
    Optional<Found<Item.Function>> mapper = functionIn(names, function);
    if (mapper.isEmpty()) {
      return new Extraction.Unsupported(
          "no function " + function + " is defined here", path, new Span(0, 0));
    }
    return extract(mapper.get(), found(users), found(partners));
  }

  private List<Found<Item.Function>> found(List<Extraction.Partner> functions) {
    return functions.stream()
        .flatMap(p -> functionIn(file(p.path()), p.function()).stream())
        .toList();
  }

  /// The functions that call one which no other file can call.
  private List<Extraction.Partner> callers(String path, String function) {
    FileModel names = file(path);
    return functionIn(names, function).filter(f -> f.item().isStatic()).stream()
        .flatMap(_ -> new Callers(tree).of(names, function).stream())
        .map(caller -> new Extraction.Partner(path, caller))
        .toList();
  }

  private FileModel file(String path) {
    return models.computeIfAbsent(path, tree::file);
  }

  private static Optional<Found<Item.Function>> functionIn(FileModel names, String function) {
    return names.function(function).filter(f -> f.path().equals(names.path()));
  }

  private Extraction extract(
      Found<Item.Function> mapper,
      List<Found<Item.Function>> users,
      List<Found<Item.Function>> partners) {
    Draft draft = new Draft(tree, models);
    FileModel names = draft.file(mapper.path());
    try {
      String main = draft.want(mapper, names);
      List<String> between = wanted(draft, users);
      List<String> undo = wanted(draft, partners);
      lowerAll(draft);
      Optional<String> around = undo.stream().filter(p -> calls(draft, p, main)).findFirst();
      Function map = draft.function(around.orElse(main));
      List<String> after = undo.stream().filter(p -> !around.equals(Optional.of(p))).toList();
      Entry.Success success =
          SuccessRule.of(
              map,
              draft.functions(),
              draft.source(map.name()).orElseThrow().source().item().result());
      List<String> using = between.stream().filter(u -> !leadsToMapping(draft, u)).toList();
      Script script = new Script(map, success, using, after);
      ProgramFacts facts = new ProgramFacts(draft.functions().values());
      java.util.function.Function<List<Detour>, Steered> build =
          detours ->
              new Steered(detours, trials.of(program(draft, names, facts, script, detours, main)));
      Steered reaching = toMapping(build);
      Steered succeeding = new Succeeding(build).from(reaching);
      List<String> mapping = new ArrayList<>(using);
      mapping.addFirst(script.map().name());
      Steered used = new Using(build).from(succeeding, reachable(draft, mapping));
      Steered fitted = Pairing.fitted(used, after, build);
      return new Extraction.Extracted(
          fitted.trial().program(),
          partners.stream().map(p -> new Extraction.Partner(p.path(), p.item().name())).toList());
    } catch (NotLowered e) {
      return new Extraction.Unsupported(e.reason(), mapper.path(), mapper.item().span());
    }
  }

  private static List<String> wanted(Draft draft, List<Found<Item.Function>> functions) {
    return functions.stream().map(f -> draft.want(f, draft.file(f.path()))).toList();
  }

  /// What a program calls, in this order.
  ///
  /// @param success how `map` tells that it succeeded
  /// @param users of what `map` mapped
  private record Script(
      Function map, Entry.Success success, List<String> users, List<String> undo) {}

  /// Inputs for which the simplest run does not turn away from the mapping.
  private static Steered toMapping(java.util.function.Function<List<Detour>, Steered> build) {
    Steered steered = build.apply(List.of());
    for (int i = 0; i < MOST_DETOURS; i++) {
      Optional<Detour> detour = steered.trial().detour();
      if (detour.isEmpty() || steered.detours().contains(detour.get())) {
        break;
      }
      steered = build.apply(steered.and(detour.get()));
    }
    return steered;
  }

  private static boolean maps(Function function) {
    return function.blocks().stream()
        .flatMap(b -> b.steps().stream())
        .anyMatch(s ->
            s instanceof Instruction.Call(var _, Operation operation, var _, var _)
                && operation.failure() == Operation.Failure.MAPPING);
  }

  /// Whether `caller` calls `callee`, itself or through others.
  private static boolean calls(Draft draft, String caller, String callee) {
    return !caller.equals(callee) && reachable(draft, caller).contains(callee);
  }

  /// Whether a function maps, itself or through others: it then does not use what another mapped.
  private static boolean leadsToMapping(Draft draft, String function) {
    return reachable(draft, function).stream()
        .flatMap(name -> Optional.ofNullable(draft.functions().get(name)).stream())
        .anyMatch(Extractor::maps);
  }

  private static Map<String, Set<String>> reachable(Draft draft, List<String> functions) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    functions.forEach(f -> all.put(f, reachable(draft, f)));
    return all;
  }

  /// A function and those that it calls, itself or through others.
  private static Set<String> reachable(Draft draft, String caller) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> work = new ArrayDeque<>(List.of(caller));
    while (!work.isEmpty()) {
      String name = work.pop();
      if (!seen.add(name) || !draft.functions().containsKey(name)) {
        continue;
      }
      for (Block block : draft.function(name).blocks()) {
        for (Instruction step : block.steps()) {
          if (step instanceof Instruction.Invoke(var _, String target, var _, var _)) {
            work.add(target);
          }
        }
      }
    }
    return seen;
  }

  private static void lowerAll(Draft draft) {
    for (Optional<Draft.Wanted> w = draft.nextPending(); w.isPresent(); w = draft.nextPending()) {
      draft.add(FunctionLowering.lower(draft, w.get()));
    }
  }

  /// @param detours where runs of earlier programs turned away from the mapping
  private static Program program(
      Draft draft,
      FileModel names,
      ProgramFacts facts,
      Script script,
      List<Detour> detours,
      String name) {
    Function map = script.map();
    List<String> undo = script.undo();
    Harness harness = new Harness(draft, names, facts, detours);
    harness.steer(map, script.success());
    script.users().forEach(user -> harness.steerUser(draft.function(user)));
    undo.forEach(partner -> harness.steerPartner(draft.function(partner)));
    harness.entry(map, Entry.Role.MAP, script.success());
    for (String user : script.users()) {
      harness.user(draft.function(user), map);
    }
    for (String partner : undo) {
      harness.partner(draft.function(partner), map);
    }
    harness.bindFields();
    harness.prepare();
    List<Function> functions = new ArrayList<>(harness.functions());
    functions.addAll(harness.wrappers());
    try {
      return new Program(
          name,
          draft.files(),
          draft.layouts().layouts(),
          draft.globals(),
          harness.bindings(),
          functions,
          harness.script(),
          DeviceLimits.UNKNOWN,
          draft.readsOutputs() && functions.stream().noneMatch(Extractor::maps),
          false);
    } catch (IllegalArgumentException e) {
      // One function that is lowered wrongly is no reason to say nothing of the others.
      throw new NotLowered(String.valueOf(e.getMessage()));
    }
  }
}
