// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.io.Serial;
import org.sgdiet.rewriter.code.Occurrence;

/// Carries a refusal out of the depth of a recipe; never leaves this package.
final class RefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Outcome.Refusal refusal;

  private RefusedException(Outcome.Refusal refusal) {
    super(refusal.reason(), null, false, false);
    this.refusal = refusal;
  }

  static RefusedException refuse(Occurrence where, String reason) {
    return of(Outcome.Kind.REFUSE, where, reason);
  }

  static RefusedException assist(Occurrence where, String reason) {
    return of(Outcome.Kind.ASSIST, where, reason);
  }

  static RefusedException of(Outcome.Kind kind, Occurrence where, String reason) {
    return at(kind, where.path(), where.line(), reason);
  }

  static RefusedException at(Outcome.Kind kind, String path, int line, String reason) {
    return new RefusedException(new Outcome.Refusal(kind, path, line, reason));
  }

  Outcome.Refusal refusal() {
    return refusal;
  }
}
