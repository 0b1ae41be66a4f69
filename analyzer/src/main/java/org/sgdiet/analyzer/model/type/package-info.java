// SPDX-License-Identifier: Apache-2.0
/// Names and types of kernel C: what a struct tag, typedef, enumerator, macro, function or variable
/// means in a given file, the type of an expression there, and the layout a struct has on x86-64
/// (LP64, little endian).
///
/// Invariant: a [TreeModel] is safe for many threads and shares what it read of headers; a
/// [FileModel] belongs to one thread. What is not known is a [CType.Opaque] with its reason.
@NullMarked
package org.sgdiet.analyzer.model.type;

import org.jspecify.annotations.NullMarked;
