// SPDX-License-Identifier: Apache-2.0

/// The rewrites, one file each: from a mapping call to the edits a maintainer would make, or to the
/// reason why not.
///
/// Invariant: a recipe decides on the model of the code, never on a file's name, and says nothing
/// about a site it does not understand but that it does not.
@NullMarked
package org.sgdiet.rewriter.recipe;

import org.jspecify.annotations.NullMarked;
