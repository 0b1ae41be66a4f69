// SPDX-License-Identifier: Apache-2.0
/// Many runs of a program, chosen so that few of them catch much, and what follows from them: a
/// verdict on a function as it is, or on a rewrite of it. docs/execution.md says what a verdict
/// means.
///
/// Invariant: a verdict speaks of runs that ran. What could not be executed is counted and named,
/// and no run that ended in [org.sgdiet.runtime.machine.Stop.NotExecutable] supports a verdict on
/// the driver.
@NullMarked
package org.sgdiet.runtime.campaign;

import org.jspecify.annotations.NullMarked;
