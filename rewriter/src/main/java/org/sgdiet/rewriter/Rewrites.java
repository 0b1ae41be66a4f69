// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.dialect.ApiLevel;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.recipe.Context;
import org.sgdiet.rewriter.recipe.Memo;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Recipe;
import org.sgdiet.rewriter.recipe.Recipes;

/// Asks every recipe about every function of a file. Belongs to one thread.
public final class Rewrites {

  private final Context context;

  /// Rewrites of `tree` in `dialect`.
  ///
  /// @param findings misuse that a scan of the tree found
  public Rewrites(SourceTree tree, Dialect dialect, List<Finding> findings) {
    this.context =
        new Context(
            new CodeTree(tree),
            ApiLevel.of(tree),
            dialect,
            findings.stream().collect(Collectors.groupingBy(Finding::file)),
            new Memo());
  }

  /// What one recipe says about one site of a function.
  ///
  /// @param file where the function stands
  public record Answer(String file, String function, Recipe recipe, Outcome outcome) {}

  /// What the tree's headers declare.
  public ApiLevel api() {
    return context.api();
  }

  /// All answers for the functions of a file, in source order.
  public List<Answer> in(String path) {
    List<Recipe> recipes =
        Recipes.ALL.stream()
            .filter(r -> r.dialects().contains(context.dialect()))
            .filter(r -> r.isAbout(path, context))
            .toList();
    List<Answer> answers = new ArrayList<>();
    if (recipes.isEmpty()) {
      return answers;
    }
    for (FunctionCode function : context.tree().functions(path)) {
      for (Recipe recipe : recipes) {
        if (recipe.isAbout(function, context)) {
          for (Outcome outcome : recipe.apply(function, context)) {
            Outcome checked = CrashLines.avoided(outcome, context.tree());
            answers.add(new Answer(path, function.name(), recipe, checked));
          }
        }
      }
    }
    return List.copyOf(answers);
  }
}
