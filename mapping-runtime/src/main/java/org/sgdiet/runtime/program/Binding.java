// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// What an input object holds in `layout.field` before the program writes it.
public record Binding(String layout, String field, InputValue value) {}
