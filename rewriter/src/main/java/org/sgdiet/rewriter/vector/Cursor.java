// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// A variable of type `struct scatterlist *` and what is done with it.
final class Cursor {

  /// A read of an entry's DMA side.
  ///
  /// @param whole what is replaced: `sg_dma_len(sg)`, `sg->dma_address`
  /// @param pointer the entry
  /// @param address whether the address is read, rather than the length
  record Read(Occurrence whole, Expr pointer, boolean address) {}

  /// A use or value that stands against walking vectors.
  ///
  /// @param forbids whether today's code forbids it, rather than asks for help
  /// @param hides whether readers of the DMA side may stand behind it
  record Obstacle(Occurrence at, boolean forbids, boolean hides, String reason) {

    Obstacle(Occurrence at, boolean forbids, String reason) {
      this(at, forbids, false, reason);
    }
  }

  final Entity.Local variable;
  final FunctionCode code;
  final List<Occurrence> mentions = new ArrayList<>();
  final List<Read> reads = new ArrayList<>();
  final List<Occurrence> cpuReads = new ArrayList<>();

  /// The CPU side where a message tells it, and can do without.
  final List<MessageArgument> told = new ArrayList<>();

  /// Assignments and initialisers that give it the list itself.
  final List<Occurrence> lookups = new ArrayList<>();

  /// Places that ask whether the walk has come to the end of the list.
  final List<Occurrence> ends = new ArrayList<>();

  /// Where it is given to a function that takes its address and length apart.
  final List<Occurrence> handed = new ArrayList<>();

  final List<Obstacle> obstacles = new ArrayList<>();

  /// What it is to be called once it walks vectors.
  String name;

  /// Whether it comes to walk vectors.
  boolean changes;

  boolean fromList;
  boolean stepped;

  Cursor(Entity.Local variable, FunctionCode code) {
    this.variable = variable;
    this.code = code;
    this.name = variable.name();
  }

  /// Whether its DMA side is read here, or where it is handed to.
  boolean isRead() {
    return !reads.isEmpty() || !handed.isEmpty();
  }

  @Override
  public String toString() {
    return code + ":" + variable.name();
  }
}
