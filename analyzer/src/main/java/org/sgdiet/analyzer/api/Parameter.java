// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

/// What a parameter of a kernel call is.
public enum Parameter {
  DEVICE,
  LIST,
  TABLE,
  ENTRY,
  COUNT,
  DIRECTION,
  ATTRS,
  ADDRESS,
  SIZE,
  PAGE,
  PHYS,
  HANDLE,
  COMMAND,
  REQUEST,
  STATE,
  BUFFER,
  INDEX,
  OFFSET,
  VEC,
  PROTECTION,
  /// Does not matter here, written `_`.
  OTHER
}
