// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Map;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.dialect.ApiLevel;
import org.sgdiet.rewriter.dialect.Dialect;

/// What a recipe may look at.
///
/// @param tree the whole tree
/// @param api what the tree's headers declare
/// @param dialect the vocabulary to write
/// @param findings misuse that a scan found, by file
/// @param memo what recipes found out about whole drivers
public record Context(
    CodeTree tree, ApiLevel api, Dialect dialect, Map<String, List<Finding>> findings, Memo memo) {

  /// The misuse found in one function, in source order.
  List<Finding> findings(FunctionCode function) {
    return findings.getOrDefault(function.file().path(), List.of()).stream()
        .filter(f -> function.function().span().contains(f.span()))
        .toList();
  }
}
