// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.sg;

/// The emulated kernel stops here: a `BUG()` or a null dereference, with the function that holds
/// it.
///
/// It is data for whoever runs a driver, thrown because the kernel does not return either.
public final class KernelBug extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String function;

  public KernelBug(String function, String what) {
    super(what);
    this.function = function;
  }

  /// The kernel function that stops.
  public String function() {
    return function;
  }
}
