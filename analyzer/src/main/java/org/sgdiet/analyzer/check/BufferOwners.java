// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// Which calls make a buffer, and which take one: those of the kernel by name, those of the driver
/// by what their functions do.
record BufferOwners(Driver driver) {

  private static final Pattern ALLOCATORS =
      Pattern.compile(
          "(k[mzc]alloc|kmalloc_array|kcalloc|kmemdup|kzalloc|krealloc)(_node|_obj|_objs|_flex)?"
              + "|(__)?(netdev|dev|napi)_alloc_skb(_ip_align)?|alloc_skb|alloc_pages?(_node)?"
              + "|(__)?dev_alloc_pages?|__get_free_pages?|get_zeroed_page|napi_alloc_frag(_align)?"
              + "|netdev_alloc_frag(_align)?|page_frag_alloc(_align)?|kmem_cache_z?alloc(_node)?");

  /// Calls that may free a buffer which is reached in another way than by their arguments.
  private static final Pattern FREES =
      Pattern.compile("\\w*(free|drop|clean|clear|release|reclaim|recycle|consume|put)\\w*");

  /// Calls that free the memory they are given, and nothing that is reached from it; a page may be
  /// freed under another name than it was allocated.
  private static final Pattern FREES_THAT = Pattern.compile("kv?free(_sensitive)?");

  /// How many calls deep a function of the driver is looked into for one that frees.
  private static final int DEEPEST = 3;

  /// Calls that neither free a buffer nor take it.
  private static final Pattern LOOKS =
      Pattern.compile(
          "skb_(put|push|pull|reserve|headlen|tailroom|headroom|len|shinfo|queue_len|frag_\\w+"
              + "|get_queue_mapping|tx_timestamp|is_gso|transport_\\w+|network_\\w+|mac_\\w+)"
              + "|\\w*(SKB|skb)_(RX|TX)?(CB|cb)"
              + "|virt_to_(phys|page|head_page)|page_(address|to_phys)|mem(set|cpy)|ALIGN|PTR_ALIGN"
              + "|IS_ERR|PTR_ERR|offset_in_page|__skb_put|skb_tail_pointer|skb_end_pointer"
              + "|skb_end_offset|cpu_to_\\w+");

  /// Whether a value is a buffer made right there, by the kernel or by a function of the driver
  /// that does nothing but make one.
  boolean makes(Body body, Expr value) {
    return switch (Expressions.plain(value)) {
      case Expr.Call call -> isAllocator(call) || isMaker(driver.targets(body, call));
      case Expr.Assign(_, _, Expr assigned, _) -> makes(body, assigned);
      default -> false;
    };
  }

  private static boolean isAllocator(Expr value) {
    return value instanceof Expr.Call call
        && call.name().filter(n -> ALLOCATORS.matcher(n).matches()).isPresent();
  }

  /// Whether functions return what they allocated and kept nowhere, or no buffer.
  private static boolean isMaker(List<Body> targets) {
    return !targets.isEmpty()
        && targets.stream()
            .allMatch(t ->
                t.returned().stream().anyMatch(r -> !isNothing(r))
                    && t.returned().stream().allMatch(r -> isNothing(r) || isMadeIn(t, r)));
  }

  private static boolean isNothing(Expr value) {
    return switch (Expressions.plain(value)) {
      case Expr.Name(String id, _) -> id.equals("NULL");
      case Expr.Call call -> call.name().filter(n -> n.equals("ERR_PTR")).isPresent();
      default -> false;
    };
  }

  private static boolean isMadeIn(Body body, Expr value) {
    Expr plain = Expressions.plain(value);
    if (!(plain instanceof Expr.Name(String id, _))) {
      return isAllocator(plain);
    }
    List<Expr> values = body.definitions(id).stream().flatMap(d -> d.value().stream()).toList();
    return body.parameter(id).isEmpty()
        && values.stream().map(Expressions::plain).anyMatch(BufferOwners::isAllocator)
        && values.stream().allMatch(v -> isNothing(v) || isAllocator(Expressions.plain(v)))
        && body.definitions().stream().noneMatch(d -> isCopy(d, id));
  }

  /// Whether a call may free the buffer that a condition recognises, or may become its owner.
  boolean takes(Body body, Expr.Call call, Predicate<Expr> isBuffer) {
    return !isLooking(call)
        && call.args().stream().anyMatch(a -> mentions(a, isBuffer))
        && !isOnlyLookedAt(body, call, isBuffer);
  }

  /// Whether a call may free a buffer that it is not given: its name says so, and where it is of
  /// the driver, a call in it does too.
  boolean mayFree(Body body, Expr.Call call) {
    return call.name().filter(n -> FREES_THAT.matcher(n).matches()).isEmpty()
        && mayFree(body, call, DEEPEST);
  }

  private boolean mayFree(Body body, Expr.Call call, int deep) {
    if (call.name().filter(n -> FREES.matcher(n).matches()).isEmpty()) {
      return false;
    }
    List<Body> targets = driver.targets(body, call);
    return targets.isEmpty() || deep == 0 || targets.stream().anyMatch(t -> frees(t, deep - 1));
  }

  /// Whether a function calls what may free; a call through a pointer may.
  private boolean frees(Body body, int deep) {
    return body.calls().stream()
        .filter(c -> !isLooking(c))
        .anyMatch(c ->
            c.name().isEmpty()
                || mayFree(body, c, deep)
                || (deep > 0
                    && driver.targets(body, c).stream().anyMatch(t -> frees(t, deep - 1))));
  }

  private static boolean isLooking(Expr.Call call) {
    return MapTest.isTest(call)
        || call.name()
            .filter(n ->
                LOOKS.matcher(n).matches()
                    || n.startsWith("dma_")
                    || n.endsWith("likely")
                    || KernelApi.isMessage(n))
            .isPresent();
  }

  private static boolean mentions(Expr value, Predicate<Expr> isBuffer) {
    if (value instanceof Expr.Call) {
      return false; // looked at by itself
    }
    return isBuffer.test(value)
        || (!(value instanceof Expr.Member)
            && Parts.of(value).stream().anyMatch(v -> mentions(v, isBuffer)));
  }

  /// Whether the functions that a call gets to give the buffer to nobody.
  private boolean isOnlyLookedAt(Body body, Expr.Call call, Predicate<Expr> isBuffer) {
    List<Body> targets = driver.targets(body, call);
    return !targets.isEmpty()
        && targets.stream()
            .allMatch(t ->
                IntStream.range(0, call.args().size())
                    .filter(i -> mentions(call.args().get(i), isBuffer))
                    .mapToObj(i -> parameter(t, i))
                    .allMatch(p -> p.filter(id -> isLookedAt(t, id)).isPresent()));
  }

  private static Optional<String> parameter(Body body, int index) {
    return body.function().parameters().size() > index
        ? body.function().parameters().get(index).name()
        : Optional.empty();
  }

  private static boolean isLookedAt(Body body, String id) {
    Predicate<Expr> isBuffer =
        e -> Expressions.plain(e) instanceof Expr.Name(String n, _) && n.equals(id);
    return body.definitions().stream().noneMatch(d -> isCopy(d, id))
        && body.returned().stream().noneMatch(isBuffer)
        && body.calls().stream()
            .allMatch(c -> isLooking(c) || c.args().stream().noneMatch(a -> mentions(a, isBuffer)));
  }

  private static boolean isCopy(Definition definition, String id) {
    return definition
        .value()
        .filter(v -> Expressions.plain(v) instanceof Expr.Name(String n, _) && n.equals(id))
        .isPresent();
  }
}
