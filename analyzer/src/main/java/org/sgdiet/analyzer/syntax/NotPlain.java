// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

/// Thrown where a text is not plain C, so that the grammar has to read it; cheap, as it happens in
/// the course of reading.
final class NotPlain extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotPlain() {
    super("not plain C", null, false, false);
  }
}
