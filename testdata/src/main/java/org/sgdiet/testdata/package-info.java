// SPDX-License-Identifier: Apache-2.0

/// What the tests of all modules share: the C sources and vectors beside this source folder, and
/// the rules of the house as ArchUnit rules.
///
/// Invariant: test scope everywhere; nothing here knows any other module.
@NullMarked
package org.sgdiet.testdata;

import org.jspecify.annotations.NullMarked;
