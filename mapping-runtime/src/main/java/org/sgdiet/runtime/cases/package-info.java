// SPDX-License-Identifier: Apache-2.0
/// Mapping cases in, the kernel's answers out: the library part of `sgdiet emulate`.
///
/// Invariant: a case runs on a fresh system, so its result depends on the case and the profile
/// alone.
@NullMarked
package org.sgdiet.runtime.cases;

import org.jspecify.annotations.NullMarked;
