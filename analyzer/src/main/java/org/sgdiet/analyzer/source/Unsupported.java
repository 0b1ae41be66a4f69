// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

/// A stretch of a file that could not be analysed, and why.
public record Unsupported(Span span, String reason) {}
