// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Set;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.dialect.Dialect;

/// One kind of rewrite.
public interface Recipe {

  /// The kebab case of the class name.
  String id();

  /// The family it belongs to, `R0` to `R12`.
  String family();

  /// How far its rewrites go.
  default Stage stage() {
    return family().equals("R0") ? Stage.FIXES : Stage.INPUTS;
  }

  /// What it does, in a few words.
  String title();

  /// What is written in the place of what, when it may be done, and when not: one Markdown
  /// paragraph.
  String about();

  /// Words of which a function has at least one when the recipe has something to say about it.
  Set<String> words();

  /// Whether it may have something to say about a file.
  default boolean isAbout(String path, Context context) {
    return words().stream().anyMatch(w -> context.tree().mentions(path, w));
  }

  /// Whether it may have something to say about a function.
  default boolean isAbout(FunctionCode function, Context context) {
    return words().stream().anyMatch(w -> context.tree().mentions(function, w));
  }

  /// The dialects it writes.
  Set<Dialect> dialects();

  /// What it says about each site of one function; empty when there is none it knows.
  List<Outcome> apply(FunctionCode function, Context context);
}
