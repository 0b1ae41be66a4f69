// SPDX-License-Identifier: Apache-2.0
/// What is mapped, where it was mapped, and everything a driver does wrong with it, after
/// kernel/dma/debug.c (7.3) and the ownership rules of Documentation/core-api/dma-api-howto.rst.
///
/// Invariant: misuse is data; the ledger never changes what a mapping path answers.
@NullMarked
package org.sgdiet.runtime.ledger;

import org.jspecify.annotations.NullMarked;
