// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;

/// One call from outside: the script of a program is a list of them on one heap.
///
/// @param success how the return value tells success from failure
public record Entry(String function, Role role, List<InputValue> arguments, Success success) {

  public Entry {
    arguments = List.copyOf(arguments);
  }

  /// What the entry is for.
  public enum Role {
    /// Runs first, whatever happens: set-up.
    PREPARE,
    /// Maps; when it fails it must leave nothing mapped.
    MAP,
    /// Undoes what MAP did; runs when MAP succeeded, after the device worked.
    UNMAP,
    /// As UNMAP, and a caller that got an error may run it too.
    CLEAN_UP,
    /// Runs between MAP and UNMAP: a sync, a retry.
    WHILE_MAPPED
  }

  /// When a return value means success.
  public enum Success {
    /// Zero or positive.
    NOT_NEGATIVE,
    /// Zero.
    ZERO,
    /// Not zero, not NULL.
    NOT_ZERO,
    /// Greater than zero.
    POSITIVE,
    /// A pointer that is neither NULL nor an ERR_PTR.
    VALID_POINTER,
    /// Always.
    ALWAYS,
    /// Cannot be told from the value: success is whatever leaves something mapped, or has waited
    /// for the device, or unmaps what the device worked on when nothing was made to fail. Leaks of
    /// the error paths are then not judged, and the verdict says so.
    SOMETHING_MAPPED
  }
}
