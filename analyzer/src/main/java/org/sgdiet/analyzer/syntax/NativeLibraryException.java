// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

/// The parser's native library cannot be had on this machine; the message says what to do.
public final class NativeLibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NativeLibraryException(String message) {
    super(message);
  }

  NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
