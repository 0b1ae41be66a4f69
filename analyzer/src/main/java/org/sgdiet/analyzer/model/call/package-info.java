// SPDX-License-Identifier: Apache-2.0
/// The functions of a driver and who calls whom: bodies laid out flat, calls across the files of a
/// directory, and function pointers resolved through the operations tables they are stored in.
///
/// Invariant: a function is looked at only when a name in it is asked for; what a name means is
/// decided by C's rules (a file's own static function first), never by likeness.
@NullMarked
package org.sgdiet.analyzer.model.call;

import org.jspecify.annotations.NullMarked;
