// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.dialect.ApiLevel;
import org.sgdiet.rewriter.dialect.Dialect;

/// What a recipe may look at.
///
/// @param tree the whole tree
/// @param api what the tree's headers declare
/// @param dialect the vocabulary to write
/// @param memo what recipes found out about whole drivers
public record Context(CodeTree tree, ApiLevel api, Dialect dialect, Memo memo) {}
