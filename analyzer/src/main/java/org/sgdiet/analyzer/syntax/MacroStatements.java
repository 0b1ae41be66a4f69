// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Statements that the grammar reads as a call but that declare something, or take something until
/// the end of the block.
final class MacroStatements {

  /// Macros that declare their first argument, by the tag of its struct.
  private static final Map<String, String> STRUCTS =
      Map.ofEntries(
          Map.entry("DECLARE_COMPLETION_ONSTACK", "completion"),
          Map.entry("DECLARE_COMPLETION", "completion"),
          Map.entry("LIST_HEAD", "list_head"),
          Map.entry("HLIST_HEAD", "hlist_head"),
          Map.entry("LLIST_HEAD", "llist_head"),
          Map.entry("DECLARE_WAITQUEUE", "wait_queue_entry"),
          Map.entry("DEFINE_WAIT", "wait_queue_entry"),
          Map.entry("DEFINE_WAIT_FUNC", "wait_queue_entry"),
          Map.entry("DECLARE_WAIT_QUEUE_HEAD", "wait_queue_head"),
          Map.entry("DECLARE_WAIT_QUEUE_HEAD_ONSTACK", "wait_queue_head"),
          Map.entry("DECLARE_WORK", "work_struct"),
          Map.entry("DECLARE_DELAYED_WORK", "delayed_work"),
          Map.entry("DECLARE_TASKLET", "tasklet_struct"),
          Map.entry("DEFINE_MUTEX", "mutex"),
          Map.entry("DEFINE_SEMAPHORE", "semaphore"),
          Map.entry("DEFINE_RATELIMIT_STATE", "ratelimit_state"),
          Map.entry("DEFINE_IDA", "ida"),
          Map.entry("DEFINE_IDR", "idr"),
          Map.entry("DEFINE_XARRAY", "xarray"),
          Map.entry("DEFINE_XARRAY_ALLOC", "xarray"));

  private static final Map<String, String> TYPEDEFS =
      Map.of(
          "DEFINE_SPINLOCK", "spinlock_t",
          "DEFINE_RAW_SPINLOCK", "raw_spinlock_t",
          "DEFINE_RWLOCK", "rwlock_t",
          "DEFINE_DMA_UNMAP_ADDR", "dma_addr_t",
          "DEFINE_DMA_UNMAP_LEN", "__u32");

  private static final Pattern DECLARES = Pattern.compile("_*(DECLARE|DEFINE)_\\w+|[A-Z_]*_HEAD");

  private MacroStatements() {}

  /// The statement behind an expression, when it is one of these.
  static Optional<Stmt> restore(Expr expr, Span span) {
    if (!(expr instanceof Expr.Call call)) {
      return Optional.empty();
    }
    if (call.callee() instanceof Expr.Call inner) {
      return ofTwoCalls(inner, call, span);
    }
    return declaration(call).map(declarator -> new Stmt.Declaration(List.of(declarator), span));
  }

  /// The variable that a call of a declaring macro declares; the call itself is kept as its
  /// initialiser.
  static Optional<Stmt.Declarator> declaration(Expr.Call call) {
    String macro = call.name().orElse("");
    if (!DECLARES.matcher(macro).matches()) {
      return Optional.empty();
    }
    boolean typeFirst = call.args().size() > 1 && isType(call.args().getFirst());
    Expr declared = call.args().isEmpty() ? call : call.args().get(typeFirst ? 1 : 0);
    if (!(declared instanceof Expr.Name(String name, Span nameSpan))) {
      return Optional.empty();
    }
    TypeSyntax type =
        call.args().getFirst() instanceof Expr.TypeOperand(TypeSyntax written, Span _)
            ? written
            : type(macro, call);
    return Optional.of(
        new Stmt.Declarator(name, type, Optional.of(call), List.of(), nameSpan, call.span()));
  }

  private static boolean isType(Expr arg) {
    return arg instanceof Expr.TypeOperand;
  }

  private static TypeSyntax type(String macro, Expr.Call call) {
    if (macro.equals("DECLARE_BITMAP") || macro.equals("DEFINE_BITMAP")) {
      return new TypeSyntax.Array(
          new TypeSyntax.Named("unsigned long"), call.args().stream().skip(1).findFirst());
    }
    if (STRUCTS.containsKey(macro)) {
      return new TypeSyntax.Tagged(TagKind.STRUCT, STRUCTS.getOrDefault(macro, macro));
    }
    return new TypeSyntax.Named(TYPEDEFS.getOrDefault(macro, macro));
  }

  /// `guard(mutex)(&lock)`, `CLASS(fd, f)(n)`, or a pointer to function read as a call of a call.
  private static Optional<Stmt> ofTwoCalls(Expr.Call inner, Expr.Call outer, Span span) {
    String macro = inner.name().orElse("");
    if (macro.endsWith("guard")
        && inner.args().size() == 1
        && inner.args().getFirst() instanceof Expr.Name(String lock, Span _)) {
      return Optional.of(new Stmt.Guard(macro, lock, outer.args(), span));
    }
    if (macro.startsWith("CLASS")
        && inner.args().size() == 2
        && inner.args().get(1) instanceof Expr.Name(String name, Span nameSpan)
        && inner.args().get(0) instanceof Expr.Name(String kind, Span _)) {
      Expr init =
          new Expr.Call(
              new Expr.Name(kind, inner.args().get(0).span()), outer.args(), outer.span());
      return Optional.of(
          new Stmt.Declaration(
              List.of(
                  new Stmt.Declarator(
                      name,
                      new TypeSyntax.Named(macro + "(" + kind + ")"),
                      Optional.of(init),
                      List.of(macro + "(" + kind + ")"),
                      nameSpan,
                      outer.span())),
              span));
    }
    if (!macro.isEmpty()
        && inner.args().size() == 1
        && inner.args().getFirst()
            instanceof
            Expr.Unary(UnaryOperator operator, Expr.Name(String name, Span nameSpan), Span _)
        && operator == UnaryOperator.DEREFERENCE) {
      TypeSyntax type =
          new TypeSyntax.Pointer(new TypeSyntax.Function(new TypeSyntax.Named(macro), List.of()));
      return Optional.of(
          new Stmt.Declaration(
              List.of(
                  new Stmt.Declarator(
                      name, type, Optional.empty(), List.of(), nameSpan, outer.span())),
              span));
    }
    return Optional.empty();
  }
}
