// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

/// A construct that has no form in a mapping program; caught where its statement is lowered.
final class NotLowered extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotLowered(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    String message = getMessage();
    return message == null ? "unknown" : message;
  }
}
