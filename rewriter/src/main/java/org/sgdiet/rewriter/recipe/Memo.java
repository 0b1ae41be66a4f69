// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a recipe found out about a driver as a whole, kept while the driver's functions are asked
/// about one by one.
public final class Memo {

  private final Map<List<Object>, Object> made = new HashMap<>();

  /// The value of a type under `key`, made when it is asked for first.
  <T> T of(Class<T> type, Object key, Supplier<T> make) {
    List<Object> at = List.of(type, key);
    Object known = made.get(at);
    if (known == null) {
      known = make.get();
      made.put(at, known);
    }
    return type.cast(known);
  }
}
