// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.runtime.program.DeviceLimits;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Program;

/// Lifts functions that map out of the C text of a tree. The tree may be a patched one in memory:
/// the same function before and after a rewrite gets the same surroundings. Confined to one thread.
public final class Extractor {

  private final TreeModel tree;

  /// An extractor over the names of a tree.
  public Extractor(TreeModel tree) {
    this.tree = tree;
  }

  /// The program of `function` in the file at `path`, with the likeliest of `partners` that undo
  /// its mapping when it does not do so itself.
  public Extraction extract(String path, String function, Partners partners) {
    return extract(path, function, partners.of(path, function).stream().limit(1).toList());
  }

  /// The program of `function` with given partners, called in this order after it.
  public Extraction extract(String path, String function, List<Extraction.Partner> partners) {
    FileModel names = tree.file(path);
    Optional<Found<Item.Function>> mapper = functionIn(names, function);
    if (mapper.isEmpty()) {
      return new Extraction.Unsupported(
          "no function " + function + " is defined here", path, new Span(0, 0));
    }
    List<Found<Item.Function>> found = new ArrayList<>();
    for (Extraction.Partner p : partners) {
      functionIn(tree.file(p.path()), p.function()).ifPresent(found::add);
    }
    return extract(mapper.get(), found);
  }

  private static Optional<Found<Item.Function>> functionIn(FileModel names, String function) {
    return names.function(function).filter(f -> f.path().equals(names.path()));
  }

  private Extraction extract(Found<Item.Function> mapper, List<Found<Item.Function>> partners) {
    Draft draft = new Draft(tree);
    FileModel names = draft.file(mapper.path());
    try {
      String main = draft.want(mapper, names);
      List<String> undo = partners.stream().map(p -> draft.want(p, draft.file(p.path()))).toList();
      lowerAll(draft);
      Harness harness = new Harness(draft, names);
      Function map = draft.function(main);
      Entry.Success success = SuccessRule.of(map);
      harness.steer(map, success);
      undo.forEach(name -> harness.steerPartner(draft.function(name)));
      harness.entry(map, Entry.Role.MAP, success);
      for (String name : undo) {
        harness.partner(draft.function(name), map);
      }
      harness.bindFields();
      harness.prepare();
      return new Extraction.Extracted(
          program(draft, harness, main),
          partners.stream().map(p -> new Extraction.Partner(p.path(), p.item().name())).toList());
    } catch (NotLowered e) {
      return new Extraction.Unsupported(e.reason(), mapper.path(), mapper.item().span());
    }
  }

  private static void lowerAll(Draft draft) {
    for (Optional<Draft.Wanted> w = draft.nextPending(); w.isPresent(); w = draft.nextPending()) {
      draft.add(FunctionLowering.lower(draft, w.get()));
    }
  }

  private static Program program(Draft draft, Harness harness, String name) {
    List<Function> functions = new ArrayList<>(harness.functions());
    functions.addAll(harness.wrappers());
    return new Program(
        name,
        draft.files(),
        draft.layouts().layouts(),
        draft.globals(),
        harness.bindings(),
        functions,
        harness.script(),
        DeviceLimits.UNKNOWN);
  }
}
