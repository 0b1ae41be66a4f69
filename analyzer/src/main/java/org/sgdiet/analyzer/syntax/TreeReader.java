// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

/// Reads one item's tree into records: expressions, statements, types and items read each other
/// through it, and together go only so deep. Confined to one thread, used once.
final class TreeReader {

  static final String TOO_DEEP = "nested deeper than 500 levels";

  private static final int MAX_DEPTH = 500;

  private final ExprReader exprs;
  private final StmtReader stmts;
  private final TypeReader types;
  private final ItemReader items;
  private int depth;

  TreeReader(TreeText text) {
    this.exprs = new ExprReader(this, text);
    this.stmts = new StmtReader(this, text);
    this.types = new TypeReader(this, text);
    this.items = new ItemReader(this, text);
  }

  ExprReader exprs() {
    return exprs;
  }

  StmtReader stmts() {
    return stmts;
  }

  TypeReader types() {
    return types;
  }

  ItemReader items() {
    return items;
  }

  /// Goes one level down; false when that is too deep.
  boolean descend() {
    depth++;
    if (depth > MAX_DEPTH) {
      depth--;
      return false;
    }
    return true;
  }

  void ascend() {
    depth--;
  }
}
