// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

/// One rule of the DMA API, as `sgdiet explain` and `docs/checks.md` show it.
///
/// @param id kebab case, in the form of the messages of kernel/dma/debug.c
/// @param title the misuse in one line, lower case, no period
/// @param why what the API promises and what the misuse assumes instead
/// @param seen what the device or the CPU sees when it goes wrong, and on which mapping path
/// @param fix what to write instead
/// @param source the kernel document or function that says so, with its release
public record Rule(String id, String title, String why, String seen, String fix, String source) {}
