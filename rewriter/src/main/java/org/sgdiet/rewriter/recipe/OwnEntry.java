// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.LocalDeclarations.Declared;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.code.Uses;
import org.sgdiet.rewriter.recipe.EntryUse.Kind;

/// A scatterlist entry that a driver keeps for itself, and everything that is done with it, in all
/// functions that can see it.
///
/// @param entity the local or the member
/// @param uses every use, by file and position
/// @param aliases locals that hold nothing but the entry's address
record OwnEntry(Entity entity, List<EntryUse> uses, List<Alias> aliases) {

  /// A local pointer that always points to the entry.
  record Alias(FunctionCode in, Declared declared) {}

  static final CType TYPE = new CType.Tagged(TagKind.STRUCT, "scatterlist");

  /// Follows the list argument of a mapping call to the entry it names; empty when the list is not
  /// an entry of the driver's own.
  static Optional<OwnEntry> of(Expr list, FunctionCode code, CodeTree tree)
      throws RefusedException {
    Expr target = dealiased(list, code);
    if (!(target instanceof Expr.Unary(UnaryOperator operator, Expr lvalue, var _))
        || operator != UnaryOperator.ADDRESS_OF
        || !code.type(lvalue).equals(TYPE)) {
      return Optional.empty();
    }
    Optional<Entity> entity = Entity.of(lvalue, code);
    if (entity.isEmpty()) {
      return Optional.empty();
    }
    Collector collector = new Collector(entity.get());
    for (Occurrence o : occurrences(entity.get(), code, tree)) {
      collector.object(o);
    }
    return Optional.of(new OwnEntry(entity.get(), collector.uses, collector.aliases));
  }

  /// The initialiser of a pointer local that is never assigned, in the place of its name.
  private static Expr dealiased(Expr list, FunctionCode code) {
    if (list instanceof Expr.Name name) {
      return code.local(name)
          .flatMap(l -> l.init())
          .filter(init ->
              init instanceof Expr.Unary(UnaryOperator o, Expr _, var _)
                  && o == UnaryOperator.ADDRESS_OF)
          .orElse(list);
    }
    return list;
  }

  private static List<Occurrence> occurrences(Entity entity, FunctionCode code, CodeTree tree)
      throws RefusedException {
    return switch (entity) {
      case Entity.Local local ->
          code.occurrences().stream()
              .filter(o -> Entity.of(o.expr(), code).filter(local::equals).isPresent())
              .toList();
      case Entity.Field field -> {
        Uses uses = tree.uses(field, code);
        int line = code.file().line(code.function().nameSpan().start());
        String path = code.file().path();
        yield switch (uses.reach()) {
          case KNOWN -> {
            for (Uses.Loose loose : uses.loose()) {
              throw RefusedException.at(
                  Outcome.Kind.ASSIST,
                  loose.path(),
                  loose.line(),
                  "a member called "
                      + field.name()
                      + " is used here and its struct could not be told");
            }
            yield uses.occurrences();
          }
          case WHOLE_TREE ->
              throw RefusedException.at(
                  Outcome.Kind.ASSIST,
                  path,
                  line,
                  "struct "
                      + field.tag()
                      + " is visible to the whole tree; convert its users together");
          case UNKNOWN ->
              throw RefusedException.at(
                  Outcome.Kind.ASSIST,
                  path,
                  line,
                  "the definition of struct " + field.tag() + " was not found");
        };
      }
      case Entity.Global global ->
          throw RefusedException.at(
              Outcome.Kind.ASSIST,
              code.file().path(),
              code.file().line(code.function().nameSpan().start()),
              global.name() + " is shared at file scope; its mapping has no owner to move to");
    };
  }

  /// Uses of one kind.
  List<EntryUse> of(Kind kind) {
    return uses.stream().filter(u -> u.kind() == kind).toList();
  }

  private static final class Collector {
    private final Entity entity;
    private final List<EntryUse> uses = new ArrayList<>();
    private final List<Alias> aliases = new ArrayList<>();

    Collector(Entity entity) {
      this.entity = entity;
    }

    /// Takes an expression that is the entry itself.
    void object(Occurrence o) throws RefusedException {
      String base = base(o);
      Occurrence pointer = o.withAddressOf();
      if (!pointer.equals(o)) {
        pointer(pointer, base);
      } else if (!memberAccess(o, base)) {
        throw RefusedException.refuse(o, "the entry is used as a whole here, not through the API");
      }
    }

    private String base(Occurrence o) {
      return o.expr() instanceof Expr.Member m
          ? o.in().text(new Span(m.span().start(), m.fieldSpan().start()))
          : "";
    }

    /// Takes an expression that is a pointer to the entry.
    private void pointer(Occurrence o, String base) throws RefusedException {
      Optional<Occurrence.Argument> argument = o.argument();
      if (argument.isPresent()) {
        uses.add(new EntryUse(kind(argument.get(), o), argument.get().callOccurrence(), base));
        return;
      }
      if (memberAccess(o, base)) {
        return;
      }
      Optional<Declared> declared = initialises(o);
      if (declared.isEmpty()) {
        throw RefusedException.assist(o, "the entry's address is kept here; follow who reads it");
      }
      aliases.add(new Alias(o.in(), declared.get()));
      Entity.Local alias =
          new Entity.Local(
              o.path(),
              declared.get().declarator().name(),
              declared.get().declarator().nameSpan().start(),
              false);
      for (Occurrence use : o.in().occurrences()) {
        if (Entity.of(use.expr(), o.in()).filter(alias::equals).isPresent()) {
          if (use.parent().filter(p -> writes(p, use)).isPresent()) {
            throw RefusedException.assist(use, alias.name() + " points to more than one entry");
          }
          pointer(use, base);
        }
      }
    }

    private static boolean writes(Occurrence parent, Occurrence use) {
      return switch (parent.expr()) {
        case Expr.Assign a -> a.target().equals(use.expr());
        case Expr.Step _ -> true;
        case Expr.Unary u -> u.operator() == UnaryOperator.ADDRESS_OF;
        default -> false;
      };
    }

    private static Optional<Declared> initialises(Occurrence o) {
      if (o.around().isEmpty() && o.statement() instanceof Stmt.Declaration declaration) {
        return declaration.declarators().stream()
            .filter(d -> d.init().filter(o.expr()::equals).isPresent())
            .findFirst()
            .flatMap(d -> new LocalDeclarations(o.in()).find(d.nameSpan().start()));
      }
      return Optional.empty();
    }

    private boolean memberAccess(Occurrence o, String base) throws RefusedException {
      Optional<Occurrence> parent = o.parent();
      if (parent.isEmpty() || !(parent.get().expr() instanceof Expr.Member m)) {
        return false;
      }
      Kind kind =
          switch (m.field()) {
            case "length", "dma_length" -> Kind.LENGTH;
            case "dma_address" -> Kind.ADDRESS;
            default ->
                throw RefusedException.refuse(
                    o, "the entry's " + m.field() + " is used: it carries more than a mapping");
          };
      if (assigned(parent.get())) {
        throw RefusedException.refuse(o, "the entry's " + m.field() + " is written by hand here");
      }
      uses.add(new EntryUse(kind, parent.get(), base));
      return true;
    }

    private static boolean assigned(Occurrence o) {
      return o.parent().filter(p -> writes(p, o)).isPresent();
    }

    private Kind kind(Occurrence.Argument argument, Occurrence o) throws RefusedException {
      String at = argument.name() + "/" + argument.index();
      Kind kind =
          switch (at) {
            case "sg_init_one/0", "sg_set_buf/0", "sg_set_page/0" -> Kind.FILL;
            case "sg_init_table/0", "sg_mark_end/0" -> Kind.INIT;
            case "dma_map_sg/1", "dma_map_sg_attrs/1" -> Kind.MAP;
            case "dma_unmap_sg/1", "dma_unmap_sg_attrs/1" -> Kind.UNMAP;
            case "dma_sync_sg_for_cpu/1", "dma_sync_sg_for_device/1" -> Kind.SYNC;
            case "sg_dma_address/0" -> Kind.ADDRESS;
            case "sg_dma_len/0" -> Kind.LENGTH;
            case "dmaengine_prep_slave_sg/1" -> Kind.PREPARE;
            default ->
                throw RefusedException.assist(
                    o, argument.name() + "() takes the entry as a scatterlist; convert it first");
          };
      if ((kind == Kind.ADDRESS || kind == Kind.LENGTH) && assigned(argument.callOccurrence())) {
        throw RefusedException.refuse(o, argument.name() + "() is written by hand here");
      }
      checkCount(kind, argument, o);
      return kind;
    }

    private void checkCount(Kind kind, Occurrence.Argument argument, Occurrence o)
        throws RefusedException {
      int index =
          switch (kind) {
            case MAP, UNMAP, SYNC -> 2;
            case INIT -> argument.call().args().size() > 1 ? 1 : -1;
            case FILL, ADDRESS, LENGTH, PREPARE -> -1;
          };
      if (index >= 0 && !Constants.is(argument.call().args().get(index), 1, o.in())) {
        throw RefusedException.refuse(
            o,
            argument.name() + "() takes more than this entry: " + name() + " heads a longer list");
      }
    }

    private String name() {
      return switch (entity) {
        case Entity.Local l -> l.name();
        case Entity.Field f -> f.name();
        case Entity.Global g -> g.name();
      };
    }
  }
}
