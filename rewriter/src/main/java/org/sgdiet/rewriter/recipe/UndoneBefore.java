// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// What a function did before a place, as far as an error exit there has to undo it: memory that it
/// took is given back, anything else that may have to be undone is a refusal.
final class UndoneBefore {

  private static final int DEEPEST = 3;

  /// Calls of the kernel that take nothing and change nothing that outlives the function.
  private static final Pattern HARMLESS =
      Pattern.compile(
          "likely|unlikely|container_of|container_of_const|min|max|min_t|max_t|ALIGN|round_up"
              + "|roundup|DIV_ROUND_UP|ARRAY_SIZE|offsetof|BIT|GENMASK|FIELD_PREP|IS_ERR|PTR_ERR"
              + "|IS_ALIGNED|IS_ENABLED|virt_to_page|virt_to_head_page|offset_in_page|page_address"
              + "|virt_addr_valid|is_vmalloc_addr|object_is_on_stack|page_size|size_add|size_mul"
              + "|struct_size|memset|memcpy|memcmp|strlen|sg_init_one|sg_init_table|sg_set_buf"
              + "|sg_set_page|sg_page|sg_virt|sg_next|netdev_priv|skb_headlen|skb_shinfo"
              + "|skb_frag_\\w+|skb_is_\\w+|skb_tail_pointer|skb_padto|skb_put_padto|eth_skb_pad"
              + "|skb_get_queue_mapping|netdev_get_tx_queue|\\w+_get_drvdata|\\w+_drvdata"
              + "|(cpu_to|le|be)\\w*(16|32|64|cpu|p)|mmc_get_dma_dir|mmc_priv|shost_priv"
              + "|scsi_cmd_priv|blk_mq_rq_to_pdu|crypto_\\w+_(ctx|tfm|ctx_dma|size|alignmask)"
              + "|crypto_\\w+size|\\w+_request_ctx(_dma)?|\\w+_reqtfm|dma_get_mask"
              + "|dma_set_max_seg_size|dev_dbg|netdev_dbg|pr_debug|dev_err|dev_warn|netdev_err"
              + "|pr_err|pr_warn|WARN_ON|WARN_ON_ONCE|WARN_ONCE|devm_\\w+|GFP_\\w+|readl|ioread32"
              + "|in_interrupt|in_atomic|might_sleep|lockdep_assert_held|READ_ONCE|to_\\w+"
              + "|test_bit|time_after|time_before|list_empty|prefetch");

  /// What gives back the memory that a call takes.
  private static final Map<String, String> FREES =
      Map.ofEntries(
          Map.entry("kmalloc", "kfree"),
          Map.entry("kzalloc", "kfree"),
          Map.entry("kcalloc", "kfree"),
          Map.entry("kmalloc_array", "kfree"),
          Map.entry("kmemdup", "kfree"),
          Map.entry("kmalloc_obj", "kfree"),
          Map.entry("kzalloc_obj", "kfree"),
          Map.entry("kzalloc_objs", "kfree"),
          Map.entry("kmalloc_objs", "kfree"),
          Map.entry("dev_alloc_skb", "dev_kfree_skb_any"),
          Map.entry("netdev_alloc_skb", "dev_kfree_skb_any"),
          Map.entry("netdev_alloc_skb_ip_align", "dev_kfree_skb_any"),
          Map.entry("alloc_page", "__free_page"));

  private final FunctionCode code;
  private final CodeTree tree;

  UndoneBefore(FunctionCode code, CodeTree tree) {
    this.code = code;
    this.tree = tree;
  }

  /// The statements that undo it, the last first.
  List<String> at(Occurrence place) throws RefusedException {
    plainWay(place);
    List<Taken> taken = new ArrayList<>();
    for (Occurrence o : code.occurrences()) {
      if (o.span().start() >= place.statement().span().start()) {
        continue;
      }
      if (o.expr() instanceof Expr.Call call) {
        Optional<Taken> memory = taken(o, call);
        memory.ifPresent(taken::add);
        if (memory.isEmpty() && !harmless(call, code, DEEPEST, new HashSet<>())) {
          throw RefusedException.assist(
              place,
              "nobody checks this mapping, and what %s() did before may have to be undone: add the"
                      .formatted(call.name().orElse("a callback"))
                  + " error path by hand");
        }
      }
    }
    for (Occurrence o : code.occurrences()) {
      if (o.span().start() < place.statement().span().start()
          && outlives(o, code)
          && taken.stream().noneMatch(t -> t.keeps().contains(o))) {
        throw RefusedException.assist(
            place,
            "nobody checks this mapping, and what was written on line "
                + o.line()
                + " may have to be undone: add the error path by hand");
      }
    }
    return taken.stream()
        .sorted(Comparator.comparingInt((Taken t) -> t.keeps().span().start()).reversed())
        .flatMap(t -> t.givenBack().stream())
        .toList();
  }

  /// Memory that a statement of its own took.
  private record Taken(Keeps keeps, String lvalue, String free, boolean local) {

    List<String> givenBack() {
      String call = free + "(" + lvalue + ");";
      return local ? List.of(call) : List.of(call, lvalue + " = NULL;");
    }
  }

  /// An assignment.
  private record Keeps(Span span) {
    boolean contains(Occurrence o) {
      return span.contains(o.span());
    }
  }

  private Optional<Taken> taken(Occurrence o, Expr.Call call) {
    Optional<String> free = call.name().map(FREES::get);
    if (free.isEmpty()
        || !(o.statement() instanceof Stmt.Expression(Expr.Assign keeps, _))
        || !keeps.value().span().equals(call.span())
        || !code.parent(o.statement()).equals(Optional.of(code.function().body()))) {
      return Optional.empty();
    }
    boolean local =
        Entity.of(keeps.target(), code).orElse(null) instanceof Entity.Local l && !l.parameter();
    return Optional.of(
        new Taken(new Keeps(keeps.span()), code.text(keeps.target().span()), free.get(), local));
  }

  /// Refuses a place that is come to more than once, or not straight down.
  private void plainWay(Occurrence place) throws RefusedException {
    Optional<Stmt> around = code.parent(place.statement());
    if (!(around.orElse(null) instanceof Stmt.Block)) {
      throw RefusedException.assist(
          place, "nobody checks this mapping: add the error path by hand");
    }
    for (Optional<Stmt> s = around; s.isPresent(); s = code.parent(s.get())) {
      if (!(s.get() instanceof Stmt.Block || s.get() instanceof Stmt.If)) {
        throw RefusedException.assist(
            place,
            "nobody checks this mapping, and it is made in a loop or a switch: what came before has"
                + " to be undone by hand");
      }
    }
    boolean labels =
        code.statements().stream()
            .anyMatch(s ->
                (s instanceof Stmt.Label || s instanceof Stmt.Unread || s instanceof Stmt.Scoped)
                    && s.span().start() < place.span().start());
    if (labels) {
      throw RefusedException.assist(
          place, "nobody checks this mapping, and the ways to it are not plain");
    }
  }

  /// Whether a call leaves nothing behind. Of functions of the driver the body is asked; those of
  /// the kernel's headers may be stubs of another configuration.
  private boolean harmless(Expr.Call call, FunctionCode in, int depth, Set<String> seen) {
    Optional<String> name = call.name();
    if (name.isEmpty()) {
      return false;
    }
    if (HARMLESS.matcher(name.get()).matches()) {
      return true;
    }
    Optional<FunctionCode> callee =
        depth == 0 || !seen.add(name.get()) ? Optional.empty() : tree.callee(name.get(), in);
    return callee
        .filter(f -> !f.file().path().startsWith("include/"))
        .filter(f ->
            f.occurrences().stream()
                .allMatch(o ->
                    !outlives(o, f)
                        && !(o.expr() instanceof Expr.Call inner
                            && !harmless(inner, f, depth - 1, seen))))
        .isPresent();
  }

  /// Whether an expression writes what is still there when the function has been left.
  private static boolean outlives(Occurrence o, FunctionCode in) {
    return switch (o.expr()) {
      case Expr.Assign a -> isShared(a.target(), in);
      case Expr.Step s -> isShared(s.operand(), in);
      default -> false;
    };
  }

  private static boolean isShared(Expr target, FunctionCode in) {
    return switch (target) {
      case Expr.Name _ -> !(Entity.of(target, in).orElse(null) instanceof Entity.Local);
      case Expr.Member(Expr base, boolean arrow, _, _, _) -> arrow || isShared(base, in);
      case Expr.Index(Expr base, _, _) ->
          !(base instanceof Expr.Name n
              && in.type(n) instanceof CType.Array
              && Entity.of(n, in).orElse(null) instanceof Entity.Local);
      default -> true;
    };
  }
}
