// SPDX-License-Identifier: Apache-2.0
/// What is kept between two runs: records as bytes, in files of the user's cache directory.
///
/// Invariant: what cannot be read back exactly (a file cut short, a changed record, another build
/// of sgdiet) is as good as absent; a cache never changes an answer.
@NullMarked
package org.sgdiet.analyzer.cache;

import org.jspecify.annotations.NullMarked;
