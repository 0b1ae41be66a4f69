// SPDX-License-Identifier: Apache-2.0
/// What the tool knows about the DMA mapping in a tree, as plain data: every mapping, unmapping,
/// syncing and request-to-list call, where its list comes from, who reads what the mapping wrote,
/// and what could be done about it.
///
/// Invariant: facts hold names, words and byte spans only, no syntax and no absolute path, so that
/// they can be compared, cached and printed as they are; what is not known is a word of its own,
/// never a guess.
@NullMarked
package org.sgdiet.analyzer.fact;

import org.jspecify.annotations.NullMarked;
