// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Layout.Member;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.runtime.program.Instruction;

/// Lowers what can stand on the left of an assignment; in the kernel that includes calls such as
/// `sg_dma_len(sg)`.
final class PlaceLowering {

  private static final CType SCATTERLIST = new CType.Tagged(TagKind.STRUCT, "scatterlist");

  private final Frame frame;

  PlaceLowering(Frame frame) {
    this.frame = frame;
  }

  Place of(Expr expr) {
    return switch (expr) {
      case Expr.Name n -> name(n);
      case Expr.Member m -> member(m);
      case Expr.Index(Expr base, Expr index, var _) -> element(base, index);
      case Expr.Unary(UnaryOperator operator, Expr operand, var _)
          when operator == UnaryOperator.DEREFERENCE ->
          target(frame.exprs.value(operand));
      case Expr.Call call -> call(call);
      case Expr.CompoundLiteral literal -> literal(literal);
      case Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Unary _,
          Expr.Step _,
          Expr.Binary _,
          Expr.Assign _,
          Expr.Conditional _,
          Expr.Cast _,
          Expr.SizeOf _,
          Expr.Comma _,
          Expr.InitList _,
          Expr.StatementExpr _ ->
          ofValue(expr);
      case Expr.Unread(String reason, var _) -> throw new NotLowered(reason);
    };
  }

  /// A structure's value is its address, so it is a place of its own.
  private Place ofValue(Expr expr) {
    Value value = frame.exprs.value(expr);
    if (value.type() instanceof CType.Tagged || value.type() instanceof CType.Inline) {
      return new Place.InMemory(value.ir(), value.type());
    }
    throw new NotLowered("assignment to a value");
  }

  private Place name(Expr.Name n) {
    Optional<Scope.Local> local = frame.scope.find(n.id());
    if (local.isPresent()) {
      return frame.place(local.get());
    }
    Optional<Expr> expansion = frame.names.expand(n);
    if (expansion.isPresent()) {
      return frame.expanding(n.id(), () -> of(expansion.get()));
    }
    return frame
        .names
        .variable(n.id())
        .<Place>map(v ->
            new Place.InMemory(
                new org.sgdiet.runtime.program.Expr.GlobalAddress(
                    frame.draft.variable(v, frame.names)),
                StatementLowering.sized(v.item().declarator(), frame.names)))
        .orElseGet(() -> unknown(n.id()));
  }

  /// A number that the tree defines where it cannot be found, as kbuild and other architectures do:
  /// it may be asked about, and nothing that is mapped may depend on it.
  private Place unknown(String name) {
    org.sgdiet.runtime.program.Expr address = frame.object(CType.Int.INT);
    frame.emit(
        new Instruction.Opaque(
            Optional.empty(), name, List.of(address), List.of(), List.of(), frame.at()));
    return new Place.InMemory(address, CType.Int.INT);
  }

  private Place member(Expr.Member m) {
    if (m.arrow()) {
      Value base = frame.exprs.value(m.base());
      if (!(base.type().decayed() instanceof CType.Pointer(CType struct))) {
        throw new NotLowered("-> on what is no pointer");
      }
      return field(base.ir(), struct, m.field());
    }
    Place base = of(m.base());
    return field(frame.address(base), base.type(), m.field());
  }

  /// `base->field` of the structure `struct`.
  Place field(org.sgdiet.runtime.program.Expr base, CType struct, String field) {
    Member member = frame.member(struct, field);
    String layout = frame.draft.layouts().name(struct);
    if (member.bits().isPresent()) {
      return new Place.InBits(base, layout, field, member.type());
    }
    return new Place.InMemory(Ir.field(base, layout, field), member.type());
  }

  private Place element(Expr base, Expr index) {
    Value array = frame.exprs.value(base);
    Value subscript = frame.exprs.value(index);
    if (!(array.type().decayed() instanceof CType.Pointer)) {
      Value swap = array;
      array = subscript;
      subscript = swap;
    }
    if (!(array.type().decayed() instanceof CType.Pointer(CType element))) {
      throw new NotLowered("index into what is no array");
    }
    return new Place.InMemory(
        Ir.element(array.ir(), subscript.ir(), frame.stride(element)), element);
  }

  /// What a pointer points to.
  Place target(Value pointer) {
    if (!(pointer.type().decayed() instanceof CType.Pointer(CType target))) {
      throw new NotLowered("dereference of what is no pointer");
    }
    return new Place.InMemory(pointer.ir(), target);
  }

  private Place call(Expr.Call call) {
    String name = call.name().orElse("");
    if (call.args().size() == 1) {
      Optional<String> field =
          switch (name) {
            case "sg_dma_len" -> Optional.of("dma_length");
            case "sg_dma_address" -> Optional.of("dma_address");
            case "sg_dma_flags" -> Optional.of("dma_flags");
            default -> Optional.empty();
          };
      if (field.isPresent()) {
        return outputSide(frame.exprs.value(call.args().getFirst()), field.get());
      }
    }
    Optional<Expr> expansion =
        frame.scope.find(name).isPresent()
            ? Optional.empty()
            : frame
                .names
                .macro(name)
                .filter(m -> !m.path().startsWith("include/"))
                .flatMap(_ -> frame.names.expand(call));
    if (expansion.isPresent()) {
      return frame.expanding(name, () -> of(expansion.get()));
    }
    return ofValue(call);
  }

  /// The DMA side of a list entry.
  Place outputSide(Value entry, String field) {
    frame.draft.readOutputs();
    return new Place.InMemory(
        Ir.field(entry.ir(), "scatterlist", field),
        field.equals("dma_address") ? CType.Int.UNSIGNED_LONG : CType.Int.UNSIGNED_INT);
  }

  static CType scatterlistPointer() {
    return new CType.Pointer(SCATTERLIST);
  }

  private Place literal(Expr.CompoundLiteral literal) {
    CType type = frame.names.type(literal.type(), frame.scope);
    if (type instanceof CType.Array(CType element, var length) && length.isEmpty()) {
      type = new CType.Array(element, java.util.OptionalLong.of(literal.value().entries().size()));
    }
    Place place = new Place.InMemory(frame.object(type), type);
    frame.statements.initialise(place, literal.value());
    return place;
  }
}
