// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

/// The recipe that fits a mapping site, and whether it may be applied.
///
/// @param reason one line a reviewer would want; empty for a mechanical site
public record Decision(Recipe recipe, Verdict verdict, String reason) {}
