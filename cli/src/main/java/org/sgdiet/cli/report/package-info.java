// SPDX-License-Identifier: Apache-2.0

/// Results as text for people and as data for programs, one file a format.
///
/// Invariant: a report holds neither a time nor an absolute path, and the same result is the same
/// bytes.
@NullMarked
package org.sgdiet.cli.report;

import org.jspecify.annotations.NullMarked;
