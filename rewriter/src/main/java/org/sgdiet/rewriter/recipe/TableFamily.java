// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.code.Uses;

/// The tables that a mapping call may mean, and every access to them: members that hold a table or
/// point to one, locals that were set from those, and parameters that they are passed to.
final class TableFamily {

  /// Calls that take a table and keep its counts right.
  private static final Set<String> KEEPERS =
      Set.of(
          "sg_alloc_table",
          "sg_free_table",
          "sg_alloc_table_from_pages",
          "sg_alloc_table_from_pages_segment",
          "sg_alloc_append_table_from_pages",
          "sg_alloc_table_chained",
          "sg_free_table_chained",
          "dma_map_sgtable",
          "dma_unmap_sgtable",
          "dma_sync_sgtable_for_cpu",
          "dma_sync_sgtable_for_device",
          "kfree",
          "kvfree",
          "memset",
          "unlikely",
          "likely",
          "IS_ERR",
          "IS_ERR_OR_NULL",
          "WARN_ON",
          "sizeof");

  private final CodeTree tree;
  private final Set<Entity> roots = new LinkedHashSet<>();
  private final List<Occurrence> members = new ArrayList<>();

  private TableFamily(CodeTree tree) {
    this.tree = tree;
  }

  /// Everything that may mean the table of `table`.
  static TableFamily of(TableRef table, CodeTree tree) throws RefusedException {
    TableFamily family = new TableFamily(tree);
    family.add(family.rootsOf(table.table(), table.code()), table.code());
    return family;
  }

  /// Accesses to a member of these tables (`->nents`, `.sgl`), in all functions.
  List<Occurrence> members() {
    return members;
  }

  private void add(Set<Entity> found, FunctionCode code) throws RefusedException {
    for (Entity root : found) {
      if (roots.add(root)) {
        switch (root) {
          case Entity.Local local -> {
            for (Occurrence use : uses(local, code)) {
              use(use);
            }
            if (local.parameter()) {
              callers(local, code);
            } else {
              for (Expr value : Assignments.of(local, code)) {
                add(rootsOf(value, code), code);
              }
            }
          }
          case Entity.Field field -> {
            for (Occurrence use : fieldUses(field, code)) {
              use(use);
            }
          }
          case Entity.Global global -> {
            for (FunctionCode f : tree.functions(code.file().path())) {
              for (Occurrence o : f.occurrences()) {
                if (Entity.of(o.expr(), f).filter(global::equals).isPresent()) {
                  use(o);
                }
              }
            }
          }
        }
      }
    }
  }

  private static List<Occurrence> uses(Entity.Local local, FunctionCode code) {
    return code.occurrences().stream()
        .filter(o -> Entity.of(o.expr(), code).filter(local::equals).isPresent())
        .toList();
  }

  private List<Occurrence> fieldUses(Entity.Field field, FunctionCode code)
      throws RefusedException {
    Uses uses = tree.uses(field, code);
    String path = code.file().path();
    int line = code.file().line(code.function().nameSpan().start());
    if (uses.reach() != Uses.Reach.KNOWN) {
      throw RefusedException.at(
          Outcome.Kind.ASSIST,
          path,
          line,
          "struct "
              + field.tag()
              + ", which holds the table, is visible beyond this directory; convert its users"
              + " together");
    }
    for (Uses.Loose loose : uses.loose()) {
      throw RefusedException.at(
          Outcome.Kind.ASSIST,
          loose.path(),
          loose.line(),
          "a member called " + field.name() + " is used here and its struct could not be told");
    }
    return uses.occurrences();
  }

  /// Takes an expression that is a table of the family, or a pointer to one.
  private void use(Occurrence o) throws RefusedException {
    Occurrence pointer = o.withAddressOf();
    Optional<Occurrence> parent = pointer.parent();
    Optional<Occurrence.Argument> argument = pointer.argument();
    if (argument.isPresent()) {
      argument(argument.get(), pointer);
    } else if (parent.isEmpty()) {
      declared(pointer);
    } else {
      switch (parent.get().expr()) {
        case Expr.Member _ -> members.add(parent.get());
        case Expr.Assign a when a.target().equals(pointer.expr()) -> {}
        case Expr.Assign a -> assigned(a, pointer);
        case Expr.Unary u when u.operator() == UnaryOperator.NOT -> {}
        case Expr.Unary u when u.operator() == UnaryOperator.DEREFERENCE -> {}
        case Expr.Binary b when b.operator().compares() || logical(b) -> {}
        case Expr.Binary _
            when parent.get().parent().filter(p -> p.expr() instanceof Expr.Cast).isPresent() -> {
          // memory behind the table, as another type
        }
        case Expr.Conditional c when c.condition().equals(pointer.expr()) -> {}
        case Expr.SizeOf _ -> {}
        default ->
            throw RefusedException.assist(
                pointer, "the table's address goes where it cannot be followed");
      }
    }
  }

  private static boolean logical(Expr.Binary b) {
    return b.operator() == org.sgdiet.analyzer.syntax.BinaryOperator.LOGICAL_AND
        || b.operator() == org.sgdiet.analyzer.syntax.BinaryOperator.LOGICAL_OR;
  }

  private void declared(Occurrence pointer) throws RefusedException {
    if (pointer.statement() instanceof org.sgdiet.analyzer.syntax.Stmt.Declaration d) {
      for (var declarator : d.declarators()) {
        if (declarator.init().filter(pointer.expr()::equals).isPresent()) {
          add(
              Set.of(
                  new Entity.Local(
                      pointer.path(), declarator.name(), declarator.nameSpan().start(), false)),
              pointer.in());
        }
      }
    } else if (pointer.statement() instanceof org.sgdiet.analyzer.syntax.Stmt.Return) {
      throw RefusedException.assist(
          pointer, "the table is returned to the caller, who may read nents");
    }
  }

  private void assigned(Expr.Assign a, Occurrence pointer) throws RefusedException {
    Optional<Entity> target = Entity.of(a.target(), pointer.in());
    if (target.isEmpty()) {
      throw RefusedException.assist(
          pointer, "the table's address is stored where it cannot be followed");
    }
    add(Set.of(target.get()), pointer.in());
  }

  private void argument(Occurrence.Argument argument, Occurrence o) throws RefusedException {
    if (KEEPERS.contains(argument.name()) || argument.name().startsWith("for_each_sgtable")) {
      return;
    }
    Optional<FunctionCode> callee = tree.callee(argument.name(), o.in());
    if (callee.isEmpty() || callee.get().function().parameters().size() <= argument.index()) {
      throw RefusedException.assist(
          o, argument.name() + "() gets the table and may read its nents; look there first");
    }
    FunctionCode code = callee.get();
    Optional<Entity.Local> parameter = parameter(code, argument.index());
    if (parameter.isPresent()) {
      add(Set.of(parameter.get()), code);
    }
  }

  private static Optional<Entity.Local> parameter(FunctionCode code, int index) {
    var p = code.function().parameters().get(index);
    return p.name().map(n -> new Entity.Local(code.file().path(), n, p.span().start(), true));
  }

  /// The tables that callers pass for a parameter.
  private void callers(Entity.Local parameter, FunctionCode code) throws RefusedException {
    int index = -1;
    for (int i = 0; i < code.function().parameters().size(); i++) {
      if (code.function().parameters().get(i).span().start() == parameter.declaredAt()) {
        index = i;
      }
    }
    List<Occurrence> calls = tree.callers(code);
    if (calls.isEmpty() || !code.function().isStatic() || tree.addressTaken(code)) {
      throw RefusedException.at(
          Outcome.Kind.ASSIST,
          code.file().path(),
          code.file().line(code.function().nameSpan().start()),
          code.name() + "() gets the table from callers that are not all in view");
    }
    for (Occurrence call : calls) {
      if (call.expr() instanceof Expr.Call c && index >= 0 && index < c.args().size()) {
        add(rootsOf(c.args().get(index), call.in()), call.in());
      }
    }
  }

  private Set<Entity> rootsOf(Expr table, FunctionCode code) throws RefusedException {
    return switch (table) {
      case Expr.Unary(UnaryOperator o, Expr operand, var _)
          when o == UnaryOperator.ADDRESS_OF || o == UnaryOperator.DEREFERENCE ->
          rootsOf(operand, code);
      case Expr.Name _, Expr.Member _ -> {
        Optional<Entity> entity = Entity.of(table, code);
        if (entity.isEmpty()) {
          throw RefusedException.at(
              Outcome.Kind.ASSIST,
              code.file().path(),
              code.file().line(table.span().start()),
              "which object holds the table could not be told");
        }
        yield Set.of(entity.get());
      }
      case Expr.Conditional(Expr _, Optional<Expr> then, Expr otherwise, var _) -> {
        Set<Entity> both = new LinkedHashSet<>(rootsOf(otherwise, code));
        if (then.isPresent()) {
          both.addAll(rootsOf(then.get(), code));
        }
        yield both;
      }
      case Expr.Call _, Expr.Binary _, Expr.Cast _, Expr.NumberLiteral _ -> Set.of();
      default ->
          throw RefusedException.at(
              Outcome.Kind.ASSIST,
              code.file().path(),
              code.file().line(table.span().start()),
              "which object holds the table could not be told");
    };
  }
}
