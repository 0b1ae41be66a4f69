// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.Optional;
import org.sgdiet.analyzer.mask.Restorations.Restoration.MacroMember;
import org.sgdiet.analyzer.source.SourceFile;

/// The types of struct members that a macro declares.
final class MacroMembers {

  private MacroMembers() {}

  /// The type of a masked member: `DECLARE_BITMAP(bits, n)` is an array of longs,
  /// `DECLARE_FLEX_ARRAY(type, name)` an array without length, `DEFINE_DMA_UNMAP_ADDR(x)` a DMA
  /// address.
  static TypeSyntax type(SourceFile file, MacroMember member) {
    Optional<Expr> length = member.length().map(span -> Fragments.expression(file, span));
    return switch (member.macro()) {
      case "DECLARE_BITMAP" -> new TypeSyntax.Array(new TypeSyntax.Named("unsigned long"), length);
      case "DEFINE_DMA_UNMAP_ADDR" -> new TypeSyntax.Named("dma_addr_t");
      case "DEFINE_DMA_UNMAP_LEN" -> new TypeSyntax.Named("__u32");
      default ->
          member
              .type()
              .map(span ->
                  (TypeSyntax) new TypeSyntax.Array(WrittenType.read(file, span), Optional.empty()))
              .orElseGet(() -> new TypeSyntax.Named(member.macro()));
    };
  }
}
