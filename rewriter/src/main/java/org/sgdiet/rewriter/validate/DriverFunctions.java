// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.recipe.Outcome.Touched;

/// What has to be known of functions to choose what is executed.
record DriverFunctions(CodeTree code) {

  private static final Pattern LIST = Pattern.compile("\\bstruct (scatterlist|sg_table)\\b");

  Optional<FunctionCode> function(Touched touched) {
    return code.functions(touched.file()).stream()
        .filter(f -> f.name().equals(touched.function()))
        .findFirst();
  }

  /// Whether it maps itself.
  boolean maps(Touched touched) {
    return function(touched)
        .filter(f ->
            f.occurrences().stream()
                .anyMatch(o ->
                    o.expr() instanceof Expr.Call c
                        && c.name()
                            .filter(n -> n.contains("dma_map_") || n.equals("scsi_dma_map"))
                            .isPresent()))
        .isPresent();
  }

  List<Touched> callers(Touched touched) {
    return function(touched).stream()
        .flatMap(f -> code.callers(f).stream())
        .map(Occurrence::in)
        .map(f -> new Touched(f.file().path(), f.name()))
        .distinct()
        .toList();
  }

  /// Whether a parameter is a list.
  boolean isGivenList(Touched touched) {
    return function(touched)
        .filter(f ->
            f.function().parameters().stream().anyMatch(p -> LIST.matcher(f.text(p.span())).find()))
        .isPresent();
  }
}
