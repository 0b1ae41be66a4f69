// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.Optional;
import org.sgdiet.analyzer.syntax.Expr;

/// The local names visible at one place of a function, innermost first. Immutable: an inner scope
/// extends an outer one, so shadowing is a longer chain.
public final class Scope {

  /// No local names: file scope.
  public static final Scope EMPTY = new Scope(Optional.empty(), Optional.empty());

  private final Optional<Scope> outer;
  private final Optional<Local> local;

  private Scope(Optional<Scope> outer, Optional<Local> local) {
    this.outer = outer;
    this.local = local;
  }

  /// This scope with one more name.
  public Scope with(Local added) {
    return new Scope(Optional.of(this), Optional.of(added));
  }

  /// The innermost local called `name`.
  public Optional<Local> find(String name) {
    Scope at = this;
    while (at.local.isPresent()) {
      if (at.local.get().name().equals(name)) {
        return at.local;
      }
      at = at.outer.orElse(EMPTY);
    }
    return Optional.empty();
  }

  /// A parameter or local variable.
  ///
  /// @param init the initialiser; its type is the local's for `auto` variables
  /// @param declaredAt first byte of the declared name; tells two locals of one name apart
  public record Local(String name, CType type, Optional<Expr> init, int declaredAt) {}
}
