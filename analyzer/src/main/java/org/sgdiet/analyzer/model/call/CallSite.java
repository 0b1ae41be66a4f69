// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import org.sgdiet.analyzer.syntax.Expr;

/// A call of a function of the driver, direct or through a pointer.
///
/// @param caller the function the call stands in
public record CallSite(Body caller, Expr.Call call) {}
