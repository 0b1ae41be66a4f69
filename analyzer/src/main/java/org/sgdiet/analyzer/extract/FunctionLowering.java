// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Variable;

/// Lowers one C function. Locals are scalars outside memory until their address is needed; then the
/// function is lowered once more with that local in memory.
final class FunctionLowering {

  private FunctionLowering() {}

  static Function lower(Draft draft, Draft.Wanted wanted) {
    Set<String> inMemory = new TreeSet<>();
    while (true) {
      try {
        return attempt(draft, wanted, inMemory);
      } catch (NeedsAddress e) {
        if (!inMemory.add(e.local())) {
          throw new IllegalStateException(e.local() + " is in memory already", e);
        }
      }
    }
  }

  private static Function attempt(Draft draft, Draft.Wanted wanted, Set<String> inMemory) {
    Item.Function source = wanted.source().item();
    CType returned = wanted.names().type(source.result());
    Optional<CType> result =
        returned instanceof CType.VoidType ? Optional.empty() : Optional.of(returned);
    Frame frame =
        new Frame(
            draft, wanted.names(), wanted.source().path(), source.nameSpan(), result, inMemory);
    var at = frame.at();
    List<Variable> parameters = new ArrayList<>();
    for (TypeSyntax.Parameter p : source.parameters()) {
      if (p.name().isPresent()) {
        CType type = wanted.names().type(p.type(), frame.scope).decayed();
        parameters.add(frame.parameter(p.name().get(), type, p.span().start()));
      }
    }
    result
        .filter(type -> !frame.type(type).isScalar())
        .ifPresent(type -> parameters.add(frame.resultParameter(type)));
    frame.statements.body(source.body());
    return new Function(
        wanted.name(),
        parameters,
        frame.locals(),
        result.map(frame::type).filter(org.sgdiet.runtime.program.Type::isScalar),
        frame.blocks.finish(),
        at);
  }
}
