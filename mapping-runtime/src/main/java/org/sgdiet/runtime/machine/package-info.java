// SPDX-License-Identifier: Apache-2.0
/// The machine that runs a mapping program on a mapping path: byte-exact memory behind C's
/// pointers, C's integer arithmetic, the kernel's list and mapping operations, and a trace of
/// everything that concerns the device. Three ends of a run are kept apart by type: the driver
/// returned, the driver did what no driver may do ([Stop.DriverFault]), and the machine cannot
/// model what comes next ([Stop.NotExecutable]).
///
/// Invariant: a run is a function of program, profile, shape and plan; nothing else (no clock, no
/// hash order, no random number) reaches the trace.
@NullMarked
package org.sgdiet.runtime.machine;

import org.jspecify.annotations.NullMarked;
