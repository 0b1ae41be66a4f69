// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The functions of tree-sitter that parse a short text and walk its tree, bound without what a
/// general binding needs: no object a node, no arena a tree, and no change of the thread's state
/// around a call that returns at once. Walking a tree costs a third of what parsing it does,
/// instead of as much.
@SuppressWarnings("restricted")
final class NativeCalls {

  /// `TSNode`; its first word is the node's first byte.
  static final GroupLayout NODE =
      MemoryLayout.structLayout(MemoryLayout.sequenceLayout(4, JAVA_INT), ADDRESS, ADDRESS);

  /// `TSTreeCursor`.
  static final GroupLayout CURSOR =
      MemoryLayout.structLayout(
          ADDRESS,
          ADDRESS,
          MemoryLayout.sequenceLayout(3, JAVA_INT),
          MemoryLayout.paddingLayout(4));

  private static final SymbolLookup SYMBOLS = NativeTreeSitter.symbols();

  static final MethodHandle PARSER_NEW = call("ts_parser_new", FunctionDescriptor.of(ADDRESS));
  static final MethodHandle PARSER_DELETE =
      call("ts_parser_delete", FunctionDescriptor.ofVoid(ADDRESS));
  static final MethodHandle PARSER_SET_LANGUAGE =
      call("ts_parser_set_language", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS));
  static final MethodHandle PARSE =
      call(
          "ts_parser_parse_string",
          FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  static final MethodHandle ROOT = call("ts_tree_root_node", FunctionDescriptor.of(NODE, ADDRESS));
  static final MethodHandle TREE_DELETE =
      call("ts_tree_delete", FunctionDescriptor.ofVoid(ADDRESS));
  static final MethodHandle CURSOR_NEW =
      call("ts_tree_cursor_new", FunctionDescriptor.of(CURSOR, NODE));
  static final MethodHandle CURSOR_DELETE =
      call("ts_tree_cursor_delete", FunctionDescriptor.ofVoid(ADDRESS));

  static final MethodHandle FIRST_CHILD =
      shortCall("ts_tree_cursor_goto_first_child", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  static final MethodHandle NEXT_SIBLING =
      shortCall("ts_tree_cursor_goto_next_sibling", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  static final MethodHandle PARENT =
      shortCall("ts_tree_cursor_goto_parent", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  static final MethodHandle CURRENT_NODE =
      shortCall("ts_tree_cursor_current_node", FunctionDescriptor.of(NODE, ADDRESS));
  static final MethodHandle FIELD_ID =
      shortCall("ts_tree_cursor_current_field_id", FunctionDescriptor.of(JAVA_SHORT, ADDRESS));
  static final MethodHandle SYMBOL =
      shortCall("ts_node_symbol", FunctionDescriptor.of(JAVA_SHORT, NODE));
  static final MethodHandle END_BYTE =
      shortCall("ts_node_end_byte", FunctionDescriptor.of(JAVA_INT, NODE));
  static final MethodHandle IS_MISSING =
      shortCall("ts_node_is_missing", FunctionDescriptor.of(JAVA_BOOLEAN, NODE));
  static final MethodHandle HAS_ERROR =
      shortCall("ts_node_has_error", FunctionDescriptor.of(JAVA_BOOLEAN, NODE));

  private NativeCalls() {}

  private static MethodHandle call(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), type);
  }

  private static MethodHandle shortCall(String name, FunctionDescriptor type) {
    return Linker.nativeLinker()
        .downcallHandle(SYMBOLS.findOrThrow(name), type, Linker.Option.critical(false));
  }
}
