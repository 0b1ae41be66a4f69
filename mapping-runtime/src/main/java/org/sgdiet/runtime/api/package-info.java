// SPDX-License-Identifier: Apache-2.0
/// The calls that a driver makes: kernel/dma/mapping.c and its neighbours (7.3) on a mapping path,
/// with the ledger behind every one of them, and the profiles that a system is opened with.
///
/// Invariant: every call takes the position token of the place it stands at, and answers in the
/// kernel's terms; nothing here throws for what a driver does wrong but [KernelBug].
@NullMarked
package org.sgdiet.runtime.api;

import org.jspecify.annotations.NullMarked;
