// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Kernel macros that hand on the pointer they are given (include/linux/percpu-defs.h and
/// page-flags.h, Linux 7.3): a run has one CPU, and no folio of more than one page. Their text is
/// `_Generic()` and casts between address spaces, which nobody here reads.
final class PointerAccessors {

  private static final CType FOLIO = new CType.Pointer(new CType.Tagged(TagKind.STRUCT, "folio"));

  private final Frame frame;

  PointerAccessors(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(String name, List<Expr> args) {
    return switch (name) {
      case "this_cpu_ptr", "raw_cpu_ptr", "per_cpu_ptr", "get_cpu_ptr" ->
          args.stream().findFirst().map(frame.exprs::value);
      case "page_folio" ->
          args.stream().findFirst().map(page -> new Value(frame.exprs.value(page).ir(), FOLIO));
      default -> Optional.empty();
    };
  }
}
