// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

/// One use that is made of what a mapping wrote.
///
/// @param use what it does
/// @param where how far it is from the mapping call
/// @param place the access, the loop or the call that takes the list
public record Reader(Consumption.Use use, Consumption.Where where, Place place) {}
