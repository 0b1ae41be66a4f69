// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.KernelLayouts;
import org.sgdiet.runtime.program.Operation;

/// How large pages are that belong together (include/linux/mm.h and page-flags.h, Linux 7.3). A
/// folio is its first page; one that comes from outside has no other.
final class Folios {

  private static final CType FOLIO = pointer("folio");
  private static final CType PAGE = pointer("page");

  private final Frame frame;

  Folios(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(String name, List<Expr> args) {
    return switch (name) {
      case "page_folio" -> Optional.of(new Value(page(args), FOLIO));
      case "compound_order", "folio_order" -> Optional.of(order(args));
      case "compound_nr", "folio_nr_pages" -> Optional.of(shifted(Ir.u64(1), args));
      case "page_size", "folio_size" ->
          Optional.of(shifted(frame.exprs.value(pageBytes(args)).ir(), args));
      case "folio_page" ->
          Optional.of(
              new Value(
                  Ir.element(
                      page(args),
                      frame.exprs.value(args.get(1)).ir(),
                      KernelLayouts.PAGE.sizeBytes()),
                  PAGE));
      default -> Optional.empty();
    };
  }

  private static CType pointer(String tag) {
    return new CType.Pointer(new CType.Tagged(TagKind.STRUCT, tag));
  }

  private static Expr pageBytes(List<Expr> args) {
    return new Expr.Name("PAGE_SIZE", args.getFirst().span());
  }

  private org.sgdiet.runtime.program.Expr page(List<Expr> args) {
    return frame.exprs.value(args.getFirst()).ir();
  }

  private Value order(List<Expr> args) {
    return frame.call(Operation.COMPOUND_ORDER, CType.Int.UNSIGNED_INT, List.of(page(args)));
  }

  private Value shifted(org.sgdiet.runtime.program.Expr one, List<Expr> args) {
    return new Value(
        Ir.binary(BinaryOp.SHIFT_LEFT, one, order(args).ir()), CType.Int.UNSIGNED_LONG);
  }
}
