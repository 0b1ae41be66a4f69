// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Literals;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// What the functions of a file hand to another one of it: a parameter that selects a case is
/// rarely 0.
final class Callers {

  private final TreeModel tree;

  Callers(TreeModel tree) {
    this.tree = tree;
  }

  /// The first constant that a call in the file of `names` gives parameter `index` of `function`.
  Optional<Long> constant(FileModel names, String function, int index) {
    String call = function + "(";
    for (Item.Function caller : names.functions()) {
      if (!caller.name().equals(function)
          && tree.text(names.path(), caller.span()).contains(call)) {
        Found found = new Found(names, function, index);
        statements(caller.body(), found);
        if (found.constant.isPresent()) {
          return found.constant;
        }
      }
    }
    return Optional.empty();
  }

  /// The functions of the file that call `function`.
  List<String> of(FileModel names, String function) {
    Pattern call = Pattern.compile("\\b" + Pattern.quote(function) + "\\s*\\(");
    return names.functions().stream()
        .filter(f -> !f.name().equals(function))
        .filter(f -> call.matcher(tree.text(names.path(), f.body().span())).find())
        .map(Item.Function::name)
        .distinct()
        .toList();
  }

  /// Whether a function of the file calls both: one that maps may clean up after an error.
  boolean useBoth(FileModel names, String mapper, String undo) {
    return names.functions().stream()
        .filter(f -> !f.name().equals(mapper) && !f.name().equals(undo))
        .map(f -> tree.text(names.path(), f.span()))
        .anyMatch(text -> text.contains(mapper + "(") && text.contains(undo + "("));
  }

  private static final class Found implements Consumer<Expr> {
    private final FileModel names;
    private final String function;
    private final int index;
    private Optional<Long> constant = Optional.empty();

    Found(FileModel names, String function, int index) {
      this.names = names;
      this.function = function;
      this.index = index;
    }

    @Override
    public void accept(Expr expr) {
      if (constant.isEmpty()
          && expr instanceof Expr.Call call
          && call.name().equals(Optional.of(function))
          && index < call.args().size()) {
        constant =
            names.constant(call.args().get(index), Scope.EMPTY).map(Literals.Constant::value);
      }
      Parts.of(expr).forEach(this);
    }
  }

  private static void statements(Stmt stmt, Consumer<Expr> visit) {
    Parts.expressionsOf(stmt).forEach(visit);
    Parts.of(stmt).forEach(s -> statements(s, visit));
  }
}
