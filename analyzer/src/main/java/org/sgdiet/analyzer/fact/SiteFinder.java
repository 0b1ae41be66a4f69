// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.syntax.Expr;

/// Finds the calls that map, unmap, sync or build in the functions of a file.
public final class SiteFinder {

  private final KernelApi api;

  /// A finder of the calls that `api` knows.
  public SiteFinder(KernelApi api) {
    this.api = api;
  }

  /// The sites of a file, in source order, each once.
  public List<FoundCall> in(DriverFile file) {
    List<FoundCall> found = new ArrayList<>();
    for (Body body : file.functionsMatching(api.sites())) {
      for (Expr.Call call : body.calls()) {
        Optional<KernelCall> kernel =
            name(body, call).flatMap(n -> api.call(n, call.args().size()));
        kernel
            .filter(KernelCall::isSite)
            .filter(_ -> found.stream().noneMatch(f -> f.call().span().equals(call.span())))
            .ifPresent(k -> found.add(new FoundCall(body, call, k)));
      }
    }
    return found;
  }

  /// The called function, or the member that is called when a driver has the kernel's calls in an
  /// operations table of its own.
  private static Optional<String> name(Body body, Expr.Call call) {
    return switch (call.callee()) {
      case Expr.Member(_, _, String field, _, _) -> Optional.of(field);
      default -> call.name().filter(n -> !body.declares(n));
    };
  }
}
