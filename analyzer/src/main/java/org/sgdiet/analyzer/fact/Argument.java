// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import org.sgdiet.analyzer.source.Span;

/// An argument of a call.
///
/// @param text as written, runs of white space made one space
public record Argument(String text, Span span) {}
