// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.Expr;

/// Kernel macros that hand on the pointer they are given (include/linux/percpu-defs.h, Linux 7.3):
/// a run has one CPU. Their text is casts between address spaces, which nobody here reads.
final class PointerAccessors {

  private final Frame frame;

  PointerAccessors(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(String name, List<Expr> args) {
    return switch (name) {
      case "this_cpu_ptr", "raw_cpu_ptr", "per_cpu_ptr", "get_cpu_ptr" ->
          args.stream().findFirst().map(frame.exprs::value);
      default -> Optional.empty();
    };
  }
}
