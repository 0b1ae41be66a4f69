// SPDX-License-Identifier: Apache-2.0
/// The mapping program: what is left of a driver's function when everything that does not matter to
/// a DMA mapping is gone. Layouts, objects, functions as control flow graphs, and a script of
/// entries (map, then its unmap partners) that run on one heap. There is no C in it (C is lowered
/// by whoever builds a program: `&&`, `||`, `?:`, loops and gotos are blocks and branches, macros
/// are expanded) and no kernel but the operations of [Operation].
///
/// Expressions have no side effect; every call is an instruction of its own. Integer arithmetic
/// follows C on exact widths: the machine itself promotes and converts operands, so a builder
/// writes casts only where the C text has them or where a macro implies them.
///
/// Invariant: a program that was constructed is complete: every layout, function, local and label
/// it names exists in it ([Program] checks), so that a machine never meets a dangling name.
@NullMarked
package org.sgdiet.runtime.program;

import org.jspecify.annotations.NullMarked;
