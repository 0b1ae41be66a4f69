// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// One use of a list, table or entry in a function: a kernel call on it, a loop over it, or a read
/// or write of one of its fields.
///
/// @param list the expression of the list or entry
/// @param values what the list can be, in the function
/// @param side which side of the entries it touches
/// @param writes whether it sets a field of an entry rather than reading one
/// @param call the kernel call or loop macro; empty for a field read by name
/// @param args the call's arguments
/// @param span the call, the loop's head or the field access
public record ListUse(
    Body body,
    Expr list,
    Set<Path> values,
    Effect effect,
    Role side,
    boolean writes,
    Optional<KernelCall> call,
    List<Expr> args,
    Span span) {

  /// Whether it stands in a loop.
  public boolean inLoop() {
    return body.inLoop(span.start());
  }

  /// The line it stands on, 1-based.
  public int line() {
    return body.line(span.start());
  }

  /// Whether what is used only goes into a message.
  public boolean isTold() {
    return body.calls().stream()
        .filter(c -> c.span().contains(span))
        .flatMap(c -> c.name().stream())
        .anyMatch(KernelApi::isMessage);
  }

  /// Whether it reads the DMA side entry by entry: an accessor, a field, or a loop made for it.
  public boolean readsOutput() {
    return !writes && side == Role.OUTPUT && (effect == Effect.ACCESS || effect == Effect.WALK);
  }
}
