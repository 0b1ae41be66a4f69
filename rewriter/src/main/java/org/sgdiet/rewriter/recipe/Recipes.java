// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.rewriter.dialect.Dialect;

/// All recipes, in the order in which they are tried.
public final class Recipes {

  /// One line a recipe.
  public static final List<Recipe> ALL =
      List.of(
          new MisuseFix(), //
          new SgTableMap(),
          new SgTableLoop(),
          new OneOwnEntry(),
          new BorrowedEntryPhys(),
          new ScsiCommandVectors(),
          new CryptoRequestVectors(),
          new MmcDataVectors(),
          new BorrowedEntryVector(),
          new OwnListVectors(),
          new BorrowedListVectors());

  private Recipes() {}

  /// The recipe called `id`.
  public static Optional<Recipe> find(String id) {
    return ALL.stream().filter(r -> r.id().equals(id) || r.family().equals(id)).findFirst();
  }

  /// Recognises the files in which a recipe of a dialect may have something to say.
  public static Prefilter prefilter(Dialect dialect) {
    return new Prefilter(
        ALL.stream()
            .filter(r -> r.dialects().contains(dialect))
            .flatMap(r -> r.words().stream())
            .collect(Collectors.toSet()));
  }
}
