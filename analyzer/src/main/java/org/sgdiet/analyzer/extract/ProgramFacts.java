// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Collection;
import java.util.List;
import org.sgdiet.runtime.program.Function;

/// What the functions of a program say whatever its inputs are: inputs are chosen anew many times.
final class ProgramFacts {

  private final List<Function> functions;
  private final Flow flow;
  private final InputRoles roles;
  private final Leading toMapping;
  private final Leading toUnmapping;
  private final Leading toUses;

  ProgramFacts(Collection<Function> functions) {
    this.functions = List.copyOf(functions);
    this.flow = new Flow(functions);
    this.roles = new InputRoles(flow, functions);
    this.toMapping = Leading.toMapping(functions);
    this.toUnmapping = Leading.toUnmapping(functions);
    this.toUses = Leading.toUses(functions);
  }

  List<Function> functions() {
    return functions;
  }

  Flow flow() {
    return flow;
  }

  InputRoles roles() {
    return roles;
  }

  Leading toMapping() {
    return toMapping;
  }

  Leading toUnmapping() {
    return toUnmapping;
  }

  Leading toUses() {
    return toUses;
  }
}
