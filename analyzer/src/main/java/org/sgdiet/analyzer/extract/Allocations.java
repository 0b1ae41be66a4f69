// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// Memory from the kernel's allocators (slab.h, vmalloc.h, gfp.h, mempool.h, dmapool.h, Linux 7.3).
final class Allocations {

  /// What a cache or pool whose object size is not known hands out.
  private static final long UNKNOWN_OBJECT_BYTES = 4096;

  private final Frame frame;

  Allocations(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(Expr.Call call, String name, Optional<CType> expected) {
    List<Expr> args = call.args();
    return switch (name) {
      case "kmalloc", "kmalloc_node", "kmalloc_noprof", "__kmalloc", "kvmalloc", "kvmalloc_node" ->
          allocated(Operation.ALLOCATE, bytes(args, 0), expected);
      case "kzalloc", "kzalloc_node", "kvzalloc", "kvzalloc_node" ->
          allocated(Operation.ALLOCATE_ZEROED, bytes(args, 0), expected);
      case "devm_kmalloc" -> allocated(Operation.ALLOCATE, bytes(args, 1), expected);
      case "devm_kzalloc" -> allocated(Operation.ALLOCATE_ZEROED, bytes(args, 1), expected);
      case "kcalloc", "kvcalloc", "kcalloc_node" ->
          allocated(Operation.ALLOCATE_ZEROED, product(args, 0, 1), expected);
      case "kmalloc_array", "kvmalloc_array", "kmalloc_array_node" ->
          allocated(Operation.ALLOCATE, product(args, 0, 1), expected);
      case "devm_kcalloc" -> allocated(Operation.ALLOCATE_ZEROED, product(args, 1, 2), expected);
      case "devm_kmalloc_array" -> allocated(Operation.ALLOCATE, product(args, 1, 2), expected);
      case "kmalloc_obj", "kvmalloc_obj" -> object(Operation.ALLOCATE, args);
      case "kzalloc_obj", "kvzalloc_obj" -> object(Operation.ALLOCATE_ZEROED, args);
      case "kmalloc_objs", "kvmalloc_objs" -> objects(Operation.ALLOCATE, args);
      case "kzalloc_objs", "kvzalloc_objs" -> objects(Operation.ALLOCATE_ZEROED, args);
      case "kmalloc_flex", "kvmalloc_flex" -> flexible(Operation.ALLOCATE, args);
      case "kzalloc_flex", "kvzalloc_flex" -> flexible(Operation.ALLOCATE_ZEROED, args);
      case "vmalloc", "vzalloc" -> allocated(Operation.ALLOCATE_VIRTUAL, bytes(args, 0), expected);
      case "kmem_cache_alloc", "mempool_alloc" ->
          allocated(Operation.ALLOCATE, pooled(expected), expected);
      case "kmem_cache_zalloc" -> allocated(Operation.ALLOCATE_ZEROED, pooled(expected), expected);
      case "kmemdup", "kmemdup_noprof" -> Optional.of(duplicated(args, expected));
      case "kfree", "kvfree", "vfree", "kfree_sensitive", "kfree_const", "kvfree_sensitive" ->
          freed(args, 0);
      case "devm_kfree", "kmem_cache_free" -> freed(args, 1);
      case "mempool_free" -> freed(args, 0);
      case "dma_alloc_coherent",
          "dma_alloc_attrs",
          "dma_alloc_wc",
          "dmam_alloc_coherent",
          "dma_alloc_noncoherent" ->
          coherent(args, bytes(args, 1), 2, expected);
      case "dma_pool_alloc", "dma_pool_zalloc" -> coherent(args, pooled(expected), 2, expected);
      case "dma_free_attrs", "dma_free_wc", "dmam_free_coherent", "dma_free_noncoherent" -> {
        frame.run(
            Operation.DMA_FREE_COHERENT,
            bytes(args, 0),
            bytes(args, 1),
            bytes(args, 2),
            bytes(args, 3));
        yield nothing();
      }
      case "dma_pool_free" -> {
        frame.run(
            Operation.DMA_FREE_COHERENT,
            Ir.nullPointer(),
            Ir.u64(0),
            bytes(args, 1),
            bytes(args, 2));
        yield nothing();
      }
      default -> pages(name, args, expected);
    };
  }

  private Optional<Value> pages(String name, List<Expr> args, Optional<CType> expected) {
    return switch (name) {
      case "alloc_pages" -> allocated(Operation.ALLOCATE_PAGES, bytes(args, 1), page());
      case "alloc_page" -> allocated(Operation.ALLOCATE_PAGES, Ir.s32(0), page());
      case "alloc_pages_node" -> allocated(Operation.ALLOCATE_PAGES, bytes(args, 2), page());
      case "pin_user_pages_fast", "get_user_pages_fast", "pin_user_pages", "get_user_pages" ->
          pinned(args, 1, 3);
      case "pin_user_pages_unlocked", "get_user_pages_unlocked" -> pinned(args, 1, 2);
      case "pin_user_pages_remote", "get_user_pages_remote" -> pinned(args, 2, 4);
      case "__get_free_pages" -> numbered(Operation.ALLOCATE_PAGE_MEMORY, bytes(args, 1));
      case "__get_free_page", "get_zeroed_page", "__get_dma_pages" ->
          numbered(Operation.ALLOCATE_PAGE_MEMORY, Ir.s32(0));
      case "free_pages" -> {
        frame.run(Operation.FREE_PAGE_MEMORY, pointer(bytes(args, 0)), bytes(args, 1));
        yield nothing();
      }
      case "free_page" -> {
        frame.run(Operation.FREE_PAGE_MEMORY, pointer(bytes(args, 0)), Ir.s32(0));
        yield nothing();
      }
      case "__free_pages" -> {
        frame.run(Operation.FREE_PAGES, bytes(args, 0), bytes(args, 1));
        yield nothing();
      }
      case "__free_page", "put_page" -> {
        frame.run(Operation.FREE_PAGES, bytes(args, 0), Ir.s32(0));
        yield nothing();
      }
      case "kmap_local_page", "kmap_atomic", "kmap_local_folio" ->
          Optional.of(frame.call(Operation.KMAP, wanted(expected), List.of(bytes(args, 0))));
      case "kunmap_local", "kunmap_atomic" -> {
        frame.run(Operation.KUNMAP, bytes(args, 0));
        yield nothing();
      }
      case "page_to_virt", "lowmem_page_address" ->
          Optional.of(
              frame.call(Operation.PAGE_ADDRESS, wanted(expected), List.of(bytes(args, 0))));
      case "__pa", "virt_to_bus" ->
          Optional.of(
              frame.call(
                  Operation.VIRT_TO_PHYS,
                  CType.Int.UNSIGNED_LONG,
                  List.of(pointer(bytes(args, 0)))));
      case "__va", "bus_to_virt" ->
          Optional.of(
              frame.call(Operation.PHYS_TO_VIRT, wanted(expected), List.of(bytes(args, 0))));
      default -> Optional.empty();
    };
  }

  private Optional<Value> pinned(List<Expr> args, int count, int pages) {
    return Optional.of(
        frame.call(
            Operation.PIN_PAGES, CType.Int.LONG, List.of(bytes(args, pages), bytes(args, count))));
  }

  private static Optional<Value> nothing() {
    return Optional.of(KernelCalls.nothing());
  }

  private org.sgdiet.runtime.program.Expr bytes(List<Expr> args, int index) {
    if (index >= args.size()) {
      throw new NotLowered("call with too few arguments");
    }
    return frame.exprs.value(args.get(index)).ir();
  }

  private org.sgdiet.runtime.program.Expr product(List<Expr> args, int left, int right) {
    return Ir.multiply(Ir.cast(Type.Int.U64, bytes(args, left)), bytes(args, right));
  }

  private static org.sgdiet.runtime.program.Expr pointer(org.sgdiet.runtime.program.Expr e) {
    return Ir.cast(Type.Pointer.VOID, e);
  }

  private static Optional<CType> page() {
    return Optional.of(
        new CType.Pointer(
            new CType.Tagged(org.sgdiet.analyzer.syntax.TypeSyntax.TagKind.STRUCT, "page")));
  }

  private CType wanted(Optional<CType> expected) {
    return expected
        .map(CType::decayed)
        .filter(t -> t instanceof CType.Pointer)
        .orElse(CType.Pointer.VOID);
  }

  private Optional<Value> allocated(
      Operation operation, org.sgdiet.runtime.program.Expr bytes, Optional<CType> expected) {
    return Optional.of(frame.call(operation, wanted(expected), List.of(bytes)));
  }

  private Optional<Value> numbered(Operation operation, org.sgdiet.runtime.program.Expr order) {
    Value v = frame.call(operation, CType.Pointer.VOID, List.of(order));
    return Optional.of(new Value(Ir.cast(Type.Int.U64, v.ir()), CType.Int.UNSIGNED_LONG));
  }

  /// The size of a pool's objects is said where the pool is made: the type of the pointer may be
  /// that of the head only, or of one element.
  private org.sgdiet.runtime.program.Expr pooled(Optional<CType> expected) {
    boolean known =
        wanted(expected) instanceof CType.Pointer(CType target)
            && !(target instanceof CType.VoidType);
    long pointee = known ? frame.size(((CType.Pointer) wanted(expected)).target()) : 0;
    return Ir.u64(Math.max(pointee, UNKNOWN_OBJECT_BYTES));
  }

  /// `kzalloc_obj(struct foo)` or `kzalloc_obj(*p)`.
  private Optional<Value> object(Operation operation, List<Expr> args) {
    CType type = frame.names.typeOf(args.getFirst(), frame.scope);
    return allocated(operation, Ir.u64(frame.size(type)), Optional.of(new CType.Pointer(type)));
  }

  private Optional<Value> objects(Operation operation, List<Expr> args) {
    CType type = frame.names.typeOf(args.getFirst(), frame.scope);
    return allocated(
        operation,
        Ir.multiply(Ir.cast(Type.Int.U64, bytes(args, 1)), Ir.u64(frame.stride(type))),
        Optional.of(new CType.Pointer(type)));
  }

  /// `kzalloc_flex(*p, member, count)`.
  private Optional<Value> flexible(Operation operation, List<Expr> args) {
    CType type = frame.names.typeOf(args.getFirst(), frame.scope);
    Value size = new MacroCalls(frame).lower("struct_size", args.subList(0, 3)).orElseThrow();
    return allocated(operation, size.ir(), Optional.of(new CType.Pointer(type)));
  }

  private Value duplicated(List<Expr> args, Optional<CType> expected) {
    Value from = frame.kept(frame.exprs.value(args.getFirst()));
    Value size = frame.kept(frame.exprs.value(args.get(1)));
    Value to = frame.call(Operation.ALLOCATE, wanted(expected), List.of(size.ir()));
    frame.branches.choose(
        to.ir(), () -> frame.run(Operation.MEMCPY, to.ir(), from.ir(), size.ir()), () -> {});
    return to;
  }

  private Optional<Value> freed(List<Expr> args, int index) {
    frame.run(Operation.FREE, bytes(args, index));
    return nothing();
  }

  private Optional<Value> coherent(
      List<Expr> args,
      org.sgdiet.runtime.program.Expr bytes,
      int handle,
      Optional<CType> expected) {
    return Optional.of(
        frame.call(
            Operation.DMA_ALLOC_COHERENT,
            wanted(expected),
            List.of(bytes(args, 0), bytes, bytes(args, handle))));
  }
}
