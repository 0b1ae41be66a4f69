// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Optional;
import java.util.OptionalLong;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.runtime.program.KernelLayouts;
import org.sgdiet.runtime.program.Layout;

/// Sizes of the structures whose layout the machine fixes, whatever the tree's header says.
final class KernelSizes {

  private KernelSizes() {}

  static Optional<Long> of(CType type) {
    return switch (type) {
      case CType.Tagged(var _, String tag) ->
          KernelLayouts.all().stream()
              .filter(l -> l.name().equals(tag))
              .map(Layout::sizeBytes)
              .findFirst();
      case CType.Array(CType element, OptionalLong length) ->
          of(element).map(size -> size * length.orElse(0));
      case CType.VoidType _,
          CType.Bool _,
          CType.Int _,
          CType.Pointer _,
          CType.Inline _,
          CType.Function _,
          CType.Opaque _ ->
          Optional.empty();
    };
  }
}
