// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

/// A definition and the file it stands in.
///
/// @param path relative to the tree
public record Found<T>(T item, String path) {}
