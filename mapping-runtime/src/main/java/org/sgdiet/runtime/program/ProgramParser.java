// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads the text form that [ProgramText] writes. A step ends with its line; otherwise line breaks
/// mean nothing; `//` starts a comment.
public final class ProgramParser {

  private final TextTokens tokens;
  private final ExprParser exprs;
  private final List<String> files = new ArrayList<>();
  private final List<Layout> layouts = new ArrayList<>();
  private final List<Global> globals = new ArrayList<>();
  private final List<Binding> bindings = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<Entry> script = new ArrayList<>();
  private DeviceLimits limits = DeviceLimits.UNKNOWN;
  private boolean listsMapped;
  private boolean undoneByCallers;

  private ProgramParser(TextTokens tokens) {
    this.tokens = tokens;
    this.exprs = new ExprParser(tokens);
  }

  /// The program that `text` describes.
  ///
  /// @throws IllegalArgumentException with the line, when the text is no program
  public static Program parse(String text) {
    return new ProgramParser(new TextTokens(text)).program();
  }

  private Program program() {
    tokens.expect("program");
    String name = tokens.take();
    while (!tokens.atEnd()) {
      String word = tokens.take();
      switch (word) {
        case "file" -> files.add(tokens.quoted());
        case "limit" -> limit();
        case "lists" -> {
          tokens.expect("mapped");
          listsMapped = true;
        }
        case "errors" -> {
          tokens.expect("undone");
          undoneByCallers = true;
        }
        case "layout" -> layout();
        case "object" -> object();
        case "bind" -> bind();
        case "function" -> function();
        case "run" -> entry();
        default -> throw tokens.error("'" + word + "' starts nothing");
      }
    }
    return new Program(
        name,
        files,
        layouts,
        globals,
        bindings,
        functions,
        script,
        limits,
        listsMapped,
        undoneByCallers);
  }

  private void limit() {
    String what = tokens.take();
    long value = tokens.number();
    OptionalInt mask = limits.dmaMaskBits();
    OptionalLong segment = limits.maxSegmentBytes();
    OptionalLong boundary = limits.segmentBoundaryMask();
    OptionalInt entries = limits.maxEntries();
    switch (what) {
      case "mask_bits" -> mask = OptionalInt.of((int) value);
      case "max_segment_bytes" -> segment = OptionalLong.of(value);
      case "boundary_mask" -> boundary = OptionalLong.of(value);
      case "max_entries" -> entries = OptionalInt.of((int) value);
      default -> throw tokens.error("'" + what + "' is no limit");
    }
    limits = new DeviceLimits(mask, segment, boundary, entries);
  }

  private void layout() {
    String name = tokens.take();
    tokens.expect("size");
    long size = tokens.number();
    boolean synthetic = tokens.accept("synthetic");
    tokens.expect("{");
    var fields = new ArrayList<Layout.Field>();
    while (!tokens.accept("}")) {
      String field = tokens.take();
      tokens.expect(":");
      Type type = exprs.type();
      tokens.expect("at");
      long offset = tokens.number();
      boolean bits = tokens.accept("bits");
      int first = bits ? tokens.integer() : 0;
      int count = bits ? tokens.integer() : 0;
      fields.add(new Layout.Field(field, offset, type, first, count));
    }
    layouts.add(new Layout(name, size, !synthetic, fields));
  }

  private void object() {
    String name = tokens.take();
    tokens.expect(":");
    Type type = exprs.type();
    globals.add(new Global(name, type, Global.Storage.valueOf(upper())));
  }

  private String upper() {
    return tokens.take().toUpperCase(Locale.ROOT);
  }

  private void bind() {
    String layout = tokens.take();
    tokens.expect(".");
    String field = tokens.take();
    tokens.expect("=");
    bindings.add(new Binding(layout, field, exprs.input()));
  }

  private void entry() {
    Entry.Role role = Entry.Role.valueOf(upper());
    String function = tokens.take();
    var args = new ArrayList<InputValue>();
    tokens.expect("(");
    while (!tokens.accept(")")) {
      args.add(exprs.input());
      if (!tokens.peek().equals(")")) {
        tokens.expect(",");
      }
    }
    tokens.expect("success");
    script.add(new Entry(function, role, args, Entry.Success.valueOf(upper())));
  }

  private void function() {
    String name = tokens.take();
    var parameters = new ArrayList<Variable>();
    tokens.expect("(");
    while (!tokens.accept(")")) {
      parameters.add(variable());
      if (!tokens.peek().equals(")")) {
        tokens.expect(",");
      }
    }
    Optional<Type> result = tokens.accept("->") ? Optional.of(exprs.type()) : Optional.empty();
    Position at = position();
    tokens.expect("{");
    var locals = new ArrayList<Variable>();
    while (tokens.accept("local")) {
      locals.add(variable());
    }
    var blocks = new ArrayList<Block>();
    while (!tokens.accept("}")) {
      blocks.add(block());
    }
    functions.add(new Function(name, parameters, locals, result, blocks, at));
  }

  private Variable variable() {
    String name = tokens.take();
    tokens.expect(":");
    boolean memory = tokens.accept("memory");
    return new Variable(name, exprs.type(), memory);
  }

  private Position position() {
    if (!tokens.accept("#")) {
      return Position.NONE;
    }
    int file = tokens.integer();
    tokens.expect(":");
    return new Position(file, tokens.integer());
  }

  private Block block() {
    String label = tokens.take();
    tokens.expect(":");
    var steps = new ArrayList<Instruction>();
    while (true) {
      Optional<Terminator> end = terminator();
      if (end.isPresent()) {
        return new Block(label, steps, end.get(), position());
      }
      steps.add(step());
    }
  }

  private Optional<Terminator> terminator() {
    return switch (tokens.peek()) {
      case "goto" -> {
        tokens.take();
        yield Optional.of(new Terminator.Goto(tokens.take()));
      }
      case "if" -> {
        tokens.take();
        Expr condition = exprs.expr();
        tokens.expect("goto");
        String then = tokens.take();
        tokens.expect("else");
        yield Optional.of(new Terminator.Branch(condition, then, tokens.take()));
      }
      case "switch" -> Optional.of(multiway());
      case "return" -> {
        tokens.take();
        boolean bare = atEndOfReturn();
        yield Optional.of(
            new Terminator.Return(bare ? Optional.empty() : Optional.of(exprs.expr())));
      }
      case "panic" -> {
        tokens.take();
        yield Optional.of(new Terminator.Panic(tokens.quoted()));
      }
      case "not_modelled" -> {
        tokens.take();
        yield Optional.of(new Terminator.NotModelled(tokens.quoted()));
      }
      default -> Optional.empty();
    };
  }

  private boolean atEndOfReturn() {
    return List.of("}", "#").contains(tokens.peek()) || (tokens.peek(1).equals(":") && !constant());
  }

  /// `return 4:u32` against `return` followed by the label `4:`.
  private boolean constant() {
    return (tokens.atNumber() || tokens.peek().equals("null"))
        && tokens.peek(2).matches("(s|u|le|be|sle|sbe)(8|16|32|64)|bool|\\*");
  }

  private Terminator multiway() {
    tokens.expect("switch");
    Expr value = exprs.expr();
    tokens.expect("{");
    var cases = new ArrayList<Terminator.Case>();
    while (!tokens.accept("else")) {
      long first = tokens.number();
      tokens.expect("..");
      long last = tokens.number();
      tokens.expect("goto");
      cases.add(new Terminator.Case(first, last, tokens.take()));
      tokens.expect(",");
    }
    String otherwise = tokens.take();
    tokens.expect("}");
    return new Terminator.Switch(value, cases, otherwise);
  }

  private Instruction step() {
    if (tokens.peek().equals("[")) {
      Expr.Load target = (Expr.Load) exprs.expr();
      tokens.expect("=");
      return new Instruction.Store(target.address(), target.type(), exprs.expr(), position());
    }
    if (tokens.peek().equals("bits") && tokens.peek(1).equals("(")) {
      Expr.LoadBits target = (Expr.LoadBits) exprs.expr();
      tokens.expect("=");
      Expr value = exprs.expr();
      return new Instruction.StoreBits(
          target.base(), target.layout(), target.field(), value, position());
    }
    Optional<String> result = Optional.empty();
    if (tokens.peek(1).equals("=")) {
      result = Optional.of(tokens.take());
      tokens.expect("=");
    }
    Optional<Instruction> call = call(result);
    if (call.isPresent()) {
      return call.get();
    }
    String local = result.orElseThrow(() -> tokens.error("'" + tokens.peek() + "' is no step"));
    return new Instruction.Assign(local, exprs.expr(), position());
  }

  private Optional<Instruction> call(Optional<String> result) {
    if (tokens.accept("invoke")) {
      String function = tokens.take();
      return Optional.of(new Instruction.Invoke(result, function, exprs.arguments(), position()));
    }
    if (tokens.accept("invoke_pointer")) {
      tokens.expect("(");
      Expr target = exprs.expr();
      tokens.expect(")");
      return Optional.of(
          new Instruction.InvokePointer(result, target, exprs.arguments(), position()));
    }
    if (tokens.accept("opaque")) {
      return Optional.of(opaque(result));
    }
    Optional<Operation> operation = Operation.named(tokens.peek());
    if (operation.isEmpty() || !tokens.peek(1).equals("(")) {
      return Optional.empty();
    }
    tokens.take();
    return Optional.of(
        new Instruction.Call(result, operation.get(), exprs.arguments(), position()));
  }

  private Instruction opaque(Optional<String> result) {
    String name = tokens.take();
    List<Expr> args = exprs.arguments();
    var outcomes = new ArrayList<Long>();
    if (tokens.accept("outcomes")) {
      do {
        outcomes.add(tokens.number());
      } while (tokens.accept(","));
    }
    var writes = new ArrayList<Instruction.Effect>();
    while (tokens.accept("leaves")) {
      Expr.Load target = (Expr.Load) exprs.expr();
      tokens.expect("=");
      writes.add(new Instruction.Effect(target.address(), target.type(), tokens.number()));
    }
    return new Instruction.Opaque(result, name, args, outcomes, writes, position());
  }
}
