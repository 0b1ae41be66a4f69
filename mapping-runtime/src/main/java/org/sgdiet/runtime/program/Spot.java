// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// A block of a function: finer than a line of the driver's text, on which several may stand.
public record Spot(String function, String label) {}
