// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes a program in its text form: stable, complete, and read back by [ProgramParser]. The
/// layouts of [KernelLayouts] are left out.
public final class ProgramText {

  private final StringBuilder out = new StringBuilder();

  private ProgramText() {}

  /// The text of a program.
  public static String print(Program program) {
    var text = new ProgramText();
    text.program(program);
    return text.out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void program(Program program) {
    line("program " + program.name());
    program.files().forEach(f -> line("file " + quote(f)));
    limits(program.limits());
    if (program.listsMapped()) {
      line("lists mapped");
    }
    if (program.undoneByCallers()) {
      line("errors undone");
    }
    for (Layout layout : program.layouts()) {
      if (!KernelLayouts.all().contains(layout)) {
        layout(layout);
      }
    }
    for (Global g : program.globals()) {
      line("object " + g.name() + ": " + ExprText.of(g.type()) + " " + lower(g.storage().name()));
    }
    for (Binding b : program.bindings()) {
      line("bind " + b.layout() + "." + b.field() + " = " + ExprText.of(b.value()));
    }
    program.functions().forEach(this::function);
    for (Entry entry : program.script()) {
      String args = entry.arguments().stream().map(ExprText::of).collect(Collectors.joining(", "));
      String call = entry.function() + "(" + args + ")";
      line(
          "run "
              + lower(entry.role().name())
              + " "
              + call
              + " success "
              + lower(entry.success().name()));
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void limits(DeviceLimits limits) {
    limits.dmaMaskBits().ifPresent(v -> line("limit mask_bits " + v));
    limits.maxSegmentBytes().ifPresent(v -> line("limit max_segment_bytes " + v));
    limits.segmentBoundaryMask().ifPresent(v -> line("limit boundary_mask " + v));
    limits.maxEntries().ifPresent(v -> line("limit max_entries " + v));
  }

  private void layout(Layout layout) {
    String kind = layout.exact() ? "" : " synthetic";
    line("layout " + layout.name() + " size " + layout.sizeBytes() + kind + " {");
    for (Layout.Field f : layout.fields()) {
      String bits = f.bitCount() == 0 ? "" : " bits " + f.bitOffset() + " " + f.bitCount();
      line("  " + f.name() + ": " + ExprText.of(f.type()) + " at " + f.offsetBytes() + bits);
    }
    line("}");
  }

  private void function(Function function) {
    String parameters =
        function.parameters().stream().map(ProgramText::variable).collect(Collectors.joining(", "));
    String result = function.result().map(t -> " -> " + ExprText.of(t)).orElse("");
    line(
        "function " + function.name() + "(" + parameters + ")" + result + at(function.at()) + " {");
    function.locals().forEach(v -> line("  local " + variable(v)));
    for (Block block : function.blocks()) {
      line(" " + block.label() + ":");
      block.steps().forEach(s -> line("  " + of(s)));
      line("  " + of(block.end()) + at(block.at()));
    }
    line("}");
  }

  private static String variable(Variable variable) {
    return variable.name()
        + ": "
        + (variable.inMemory() ? "memory " : "")
        + ExprText.of(variable.type());
  }

  private static String at(Position at) {
    return at.equals(Position.NONE) ? "" : " #" + at.file() + ":" + at.line();
  }

  /// One instruction, with its position.
  public static String of(Instruction step) {
    String text =
        switch (step) {
          case Instruction.Assign(String local, Expr value, Position _) ->
              local + " = " + ExprText.of(value);
          case Instruction.Store(Expr address, Type type, Expr value, Position _) ->
              "[" + ExprText.of(address) + "]:" + ExprText.of(type) + " = " + ExprText.of(value);
          case Instruction.StoreBits(Expr base, String layout, String field, Expr v, Position _) ->
              ExprText.bits(base, layout, field) + " = " + ExprText.of(v);
          case Instruction.Call(var result, Operation operation, var args, Position _) ->
              result(result) + operation.word() + "(" + ExprText.list(args) + ")";
          case Instruction.Invoke(var result, String function, var args, Position _) ->
              result(result) + "invoke " + function + "(" + ExprText.list(args) + ")";
          case Instruction.InvokePointer(var result, Expr target, var args, Position _) ->
              result(result)
                  + "invoke_pointer ("
                  + ExprText.of(target)
                  + ")("
                  + ExprText.list(args)
                  + ")";
          case Instruction.Opaque opaque -> opaque(opaque);
        };
    return text + at(step.at());
  }

  private static String result(Optional<String> result) {
    return result.map(r -> r + " = ").orElse("");
  }

  private static String opaque(Instruction.Opaque o) {
    var text = new StringBuilder(result(o.result()));
    text.append("opaque ").append(o.name()).append('(').append(ExprText.list(o.args())).append(')');
    if (!o.outcomes().isEmpty()) {
      text.append(" outcomes ").append(numbers(o.outcomes()));
    }
    for (Instruction.Effect e : o.writes()) {
      text.append(" leaves [").append(ExprText.of(e.address())).append("]:");
      text.append(ExprText.of(e.type())).append(" = ").append(e.value());
    }
    return text.toString();
  }

  private static String numbers(List<Long> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String of(Terminator end) {
    return switch (end) {
      case Terminator.Goto(String label) -> "goto " + label;
      case Terminator.Branch(Expr condition, String then, String otherwise) ->
          "if " + ExprText.of(condition) + " goto " + then + " else " + otherwise;
      case Terminator.Switch(Expr value, var cases, String otherwise) -> {
        String arms =
            cases.stream()
                .map(c -> c.first() + " .. " + c.last() + " goto " + c.label() + ", ")
                .collect(Collectors.joining());
        yield "switch " + ExprText.of(value) + " { " + arms + "else " + otherwise + " }";
      }
      case Terminator.Return(var value) ->
          "return" + value.map(v -> " " + ExprText.of(v)).orElse("");
      case Terminator.Panic(String message) -> "panic " + quote(message);
      case Terminator.NotModelled(String reason) -> "not_modelled " + quote(reason);
    };
  }

  private static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }
}
