// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.extract.Extraction;
import org.sgdiet.analyzer.extract.Extraction.Extracted;
import org.sgdiet.analyzer.extract.Extraction.Partner;
import org.sgdiet.analyzer.extract.Extraction.Unsupported;
import org.sgdiet.analyzer.extract.Extractor;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Coverage;
import org.sgdiet.runtime.campaign.Verdict;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Program;

/// Two versions of a tree whose functions are executed side by side; what was asked is remembered.
final class Versions {

  private static final Coverage NOTHING =
      new Coverage(0, 0, 0, 0, false, List.of(), List.of(), List.of());

  private final SourceTree before;
  private final SourceTree after;
  private final Partners partners;
  private final Campaign campaign;
  private final Map<Question, Compared> answers = new HashMap<>();

  /// @param users functions that run behind the one that maps
  private record Question(Touched function, List<Touched> users) {}

  Versions(SourceTree before, SourceTree after, Partners partners, Campaign campaign) {
    this.before = before;
    this.after = after;
    this.partners = partners;
    this.campaign = campaign;
  }

  /// Executes a function in both versions, with what undoes its mapping.
  Compared compare(Touched function) {
    return answer(new Question(function, List.of()));
  }

  /// As above, with `user` between the two. A user that maps itself is not run behind another that
  /// does, but in its place.
  Compared compare(Touched function, Touched user) {
    return answer(new Question(function, List.of(user)));
  }

  private Compared answer(Question question) {
    Optional<Compared> known = Optional.ofNullable(answers.get(question));
    if (known.isPresent()) {
      return known.get();
    }
    Compared found = run(question);
    answers.put(question, found);
    return found;
  }

  private Compared run(Question question) {
    Extractor extractor = new Extractor(new TreeModel(before));
    Touched function = question.function();
    Extraction alone = extractor.extract(function.file(), function.function(), partners);
    if (question.users().isEmpty() || !(alone instanceof Extracted(Program _, var undo))) {
      return run(alone, question);
    }
    Extraction together = extract(extractor, question, undo);
    return together instanceof Extracted(Program program, var _) && !runsUsers(program)
        ? compare(question.users().getFirst())
        : run(together, question);
  }

  private static boolean runsUsers(Program program) {
    return program.script().stream().anyMatch(e -> e.role() == Entry.Role.WHILE_MAPPED);
  }

  private Compared run(Extraction extraction, Question question) {
    return switch (extraction) {
      case Unsupported u -> Compared.without(notExecutable("before", u, before));
      case Extracted(Program program, List<Partner> undo) ->
          switch (extract(new Extractor(new TreeModel(after)), question, undo)) {
            case Unsupported u -> Compared.without(notExecutable("after", u, after));
            case Extracted(Program rewritten, var _) ->
                compared(
                    program,
                    campaign.compare(program, new SameInputs(program, rewritten).program()));
          };
    };
  }

  private static Compared compared(Program program, Verdict verdict) {
    return verdict instanceof Verdict.ProvedOnCampaign proved
        ? new Compared(verdict, new Reached(program.files(), proved.reached(), proved.mended()))
        : Compared.without(verdict);
  }

  private static Extraction extract(Extractor extractor, Question question, List<Partner> undo) {
    return extractor.extract(
        question.function().file(),
        question.function().function(),
        question.users().stream().map(u -> new Partner(u.file(), u.function())).toList(),
        undo);
  }

  private static Verdict notExecutable(String side, Unsupported unsupported, SourceTree tree) {
    int line = new TreeModel(tree).source(unsupported.path()).line(unsupported.span().start());
    return new Verdict.NotExecutable(
        side + ": " + unsupported.path() + ":" + line + ": " + unsupported.reason(),
        Optional.empty(),
        NOTHING);
  }
}
