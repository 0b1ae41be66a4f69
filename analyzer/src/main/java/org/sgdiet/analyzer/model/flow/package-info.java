// SPDX-License-Identifier: Apache-2.0
/// Where the values of a driver come from: a list, count, direction, device or mapping result
/// followed back through locals, members, parameters, returns, wrappers and accessor macros, across
/// the functions and files of the driver; and every use that is made of a list, with the side it
/// touches.
///
/// Invariant: following a value may end in [Root.Unknown], never in a place the value cannot come
/// from by C's rules; flow is followed a bounded number of steps, and what lies beyond is left out,
/// not guessed.
@NullMarked
package org.sgdiet.analyzer.model.flow;

import org.jspecify.annotations.NullMarked;
