// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.sgdiet.analyzer.syntax.NativeCalls.CURRENT_NODE;
import static org.sgdiet.analyzer.syntax.NativeCalls.CURSOR;
import static org.sgdiet.analyzer.syntax.NativeCalls.CURSOR_DELETE;
import static org.sgdiet.analyzer.syntax.NativeCalls.CURSOR_NEW;
import static org.sgdiet.analyzer.syntax.NativeCalls.END_BYTE;
import static org.sgdiet.analyzer.syntax.NativeCalls.FIELD_ID;
import static org.sgdiet.analyzer.syntax.NativeCalls.FIRST_CHILD;
import static org.sgdiet.analyzer.syntax.NativeCalls.HAS_ERROR;
import static org.sgdiet.analyzer.syntax.NativeCalls.IS_MISSING;
import static org.sgdiet.analyzer.syntax.NativeCalls.NEXT_SIBLING;
import static org.sgdiet.analyzer.syntax.NativeCalls.NODE;
import static org.sgdiet.analyzer.syntax.NativeCalls.PARENT;
import static org.sgdiet.analyzer.syntax.NativeCalls.PARSE;
import static org.sgdiet.analyzer.syntax.NativeCalls.PARSER_DELETE;
import static org.sgdiet.analyzer.syntax.NativeCalls.PARSER_NEW;
import static org.sgdiet.analyzer.syntax.NativeCalls.PARSER_SET_LANGUAGE;
import static org.sgdiet.analyzer.syntax.NativeCalls.ROOT;
import static org.sgdiet.analyzer.syntax.NativeCalls.SYMBOL;
import static org.sgdiet.analyzer.syntax.NativeCalls.TREE_DELETE;

import io.github.treesitter.jtreesitter.TreeCursor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/// A cursor on a tree in native memory, with the node that it stands on. One a thread, used again
/// for each text, so that parsing allocates nothing.
@SuppressWarnings("restricted")
final class NativeTree {

  private static final ThreadLocal<NativeTree> OF_THREAD = ThreadLocal.withInitial(NativeTree::new);

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment node = arena.allocate(NODE);
  private final MemorySegment cursor = arena.allocate(CURSOR);
  private final SegmentAllocator intoNode = SegmentAllocator.prefixAllocator(node);
  private final SegmentAllocator intoCursor = SegmentAllocator.prefixAllocator(cursor);
  private MemorySegment parser = MemorySegment.NULL;
  private MemorySegment text = MemorySegment.NULL;

  private NativeTree() {}

  /// What is done with a tree while it lives.
  @FunctionalInterface
  interface Walk<T> {
    T on(NativeTree root);
  }

  /// Parses `code` and gives its root to `walk`.
  static <T> T parse(byte[] code, Walk<T> walk) {
    NativeTree tree = OF_THREAD.get();
    try {
      MemorySegment parsed = tree.parse(code);
      try {
        MemorySegment _ = (MemorySegment) ROOT.invokeExact(tree.intoNode, parsed);
        return tree.walk(walk);
      } finally {
        TREE_DELETE.invokeExact(parsed);
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Gives the node that `parsed` stands on to `walk`.
  static <T> T walk(TreeCursor parsed, Walk<T> walk) {
    NativeTree tree = OF_THREAD.get();
    try {
      parsed.getCurrentNode(tree.intoNode);
      return tree.walk(walk);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private MemorySegment parse(byte[] code) throws Throwable {
    if (parser.equals(MemorySegment.NULL)) {
      MemorySegment made = (MemorySegment) PARSER_NEW.invokeExact();
      parser = made.reinterpret(arena, NativeTree::delete);
      boolean _ = (boolean) PARSER_SET_LANGUAGE.invokeExact(parser, NativeTreeSitter.grammar());
    }
    if (text.byteSize() < code.length) {
      text = arena.allocate(Math.max(4096L, 2L * code.length));
    }
    MemorySegment.copy(code, 0, text, JAVA_BYTE, 0, code.length);
    return (MemorySegment) PARSE.invokeExact(parser, MemorySegment.NULL, text, code.length);
  }

  private static void delete(MemorySegment parser) {
    try {
      PARSER_DELETE.invokeExact(parser);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private <T> T walk(Walk<T> walk) throws Throwable {
    MemorySegment _ = (MemorySegment) CURSOR_NEW.invokeExact(intoCursor, node);
    try {
      return walk.on(this);
    } finally {
      CURSOR_DELETE.invokeExact(cursor);
    }
  }

  boolean gotoFirstChild() {
    try {
      return (boolean) FIRST_CHILD.invokeExact(cursor) && read();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  boolean gotoNextSibling() {
    try {
      return (boolean) NEXT_SIBLING.invokeExact(cursor) && read();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Goes up, to a node that was read before.
  boolean gotoParent() {
    try {
      return (boolean) PARENT.invokeExact(cursor);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private boolean read() throws Throwable {
    MemorySegment _ = (MemorySegment) CURRENT_NODE.invokeExact(intoNode, cursor);
    return true;
  }

  int symbol() {
    try {
      return (short) SYMBOL.invokeExact(node) & 0xffff;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  int startByte() {
    return node.get(JAVA_INT, 0);
  }

  int endByte() {
    try {
      return (int) END_BYTE.invokeExact(node);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  int fieldId() {
    try {
      return (short) FIELD_ID.invokeExact(cursor);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  boolean isMissing() {
    try {
      return (boolean) IS_MISSING.invokeExact(node);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  boolean hasError() {
    try {
      return (boolean) HAS_ERROR.invokeExact(node);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(Throwable e) {
    return switch (e) {
      case RuntimeException r -> r;
      case Error fatal -> throw fatal;
      default -> new IllegalStateException(e);
    };
  }
}
