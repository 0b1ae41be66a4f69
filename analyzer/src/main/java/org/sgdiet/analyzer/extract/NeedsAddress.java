// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

/// A scalar local's address is needed: its function is lowered again with the local in memory.
final class NeedsAddress extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String local;

  NeedsAddress(String local) {
    super("address of " + local, null, false, false);
    this.local = local;
  }

  String local() {
    return local;
  }
}
