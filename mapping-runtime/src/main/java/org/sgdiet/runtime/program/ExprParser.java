// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads types, expressions and input values as [ExprText] writes them.
final class ExprParser {

  private static final Pattern INTEGER = Pattern.compile("(s|u|le|be|sle|sbe)(8|16|32|64)");
  private static final Pattern SWAP = Pattern.compile("(to|from)_(le|be)(8|16|32|64)");
  private static final Map<String, BinaryOp> INFIX =
      Arrays.stream(BinaryOp.values())
          .collect(Collectors.toMap(BinaryOp::token, Function.identity()));

  private final TextTokens tokens;

  ExprParser(TextTokens tokens) {
    this.tokens = tokens;
  }

  Type type() {
    String word = tokens.take();
    Matcher integer = INTEGER.matcher(word);
    if (integer.matches()) {
      String kind = integer.group(1);
      return new Type.Int(
          Integer.parseInt(integer.group(2)), kind.startsWith("s"), endian(kind.replace("s", "")));
    }
    return switch (word) {
      case "bool" -> new Type.Bool();
      case "*" -> new Type.Pointer(tokens.accept("void") ? "" : tokens.take());
      case "struct" -> new Type.Struct(tokens.take());
      case "[" -> {
        int count = tokens.integer();
        tokens.expect("]");
        yield new Type.Array(type(), count);
      }
      default -> throw tokens.error("'" + word + "' is no type");
    };
  }

  private static Endian endian(String word) {
    return switch (word) {
      case "le" -> Endian.LITTLE;
      case "be" -> Endian.BIG;
      default -> Endian.CPU;
    };
  }

  Expr expr() {
    Expr expr = primary();
    while (true) {
      if (tokens.accept("->")) {
        String layout = tokens.take();
        tokens.expect(".");
        expr = new Expr.FieldAddress(expr, layout, tokens.take());
      } else if (tokens.acceptHere("[")) {
        Expr index = expr();
        tokens.expect("x");
        expr = new Expr.ElementAddress(expr, index, tokens.number());
        tokens.expect("]");
      } else {
        return expr;
      }
    }
  }

  private Expr primary() {
    if (tokens.atNumber()) {
      long value = tokens.number();
      return new Expr.Const(tokens.accept(":") ? type() : Type.Int.S32, value);
    }
    String word = tokens.take();
    Matcher swap = SWAP.matcher(word);
    if (swap.matches()) {
      return swap(swap);
    }
    return switch (word) {
      case "null" -> {
        tokens.expect(":");
        yield new Expr.Const(type(), 0);
      }
      case "&" -> new Expr.LocalAddress(tokens.take());
      case "@" -> new Expr.GlobalAddress(tokens.take());
      case "fn" -> new Expr.FunctionAddress(tokens.take());
      case "[" -> {
        Expr address = expr();
        tokens.expect("]");
        tokens.expect(":");
        yield new Expr.Load(address, type());
      }
      case "-" -> new Expr.Unary(UnaryOp.NEGATE, parenthesised());
      case "~" -> new Expr.Unary(UnaryOp.COMPLEMENT, parenthesised());
      case "!" -> new Expr.Unary(UnaryOp.IS_ZERO, parenthesised());
      case "(" -> infix();
      case "bits", "container_of", "diff", "min", "max" -> called(word);
      default -> new Expr.Local(word);
    };
  }

  private Expr parenthesised() {
    tokens.expect("(");
    Expr expr = expr();
    tokens.expect(")");
    return expr;
  }

  private Expr swap(Matcher word) {
    Endian tag = endian(word.group(2));
    boolean to = word.group(1).equals("to");
    return new Expr.Swap(
        Integer.parseInt(word.group(3)),
        to ? Endian.CPU : tag,
        to ? tag : Endian.CPU,
        parenthesised());
  }

  private Expr infix() {
    Expr left = expr();
    Expr whole;
    if (tokens.accept("as")) {
      whole = new Expr.Cast(type(), left);
    } else if (tokens.atNumber() && tokens.peek().startsWith("-")) {
      throw tokens.error("write a blank between '-' and the number");
    } else {
      String operator = tokens.take();
      BinaryOp op =
          Optional.ofNullable(INFIX.get(operator))
              .orElseThrow(() -> tokens.error("'" + operator + "' is no operator"));
      whole = new Expr.Binary(op, left, expr());
    }
    tokens.expect(")");
    return whole;
  }

  private Expr called(String word) {
    tokens.expect("(");
    Expr first = expr();
    tokens.expect(",");
    Expr whole =
        switch (word) {
          case "bits" -> {
            String layout = layoutName();
            yield new Expr.LoadBits(first, layout, tokens.take());
          }
          case "container_of" -> {
            String layout = layoutName();
            yield new Expr.ContainerOf(first, layout, tokens.take());
          }
          case "diff" -> {
            Expr right = expr();
            tokens.expect(",");
            yield new Expr.PointerDifference(first, right, tokens.number());
          }
          case "min" -> new Expr.Binary(BinaryOp.MIN, first, expr());
          default -> new Expr.Binary(BinaryOp.MAX, first, expr());
        };
    tokens.expect(")");
    return whole;
  }

  private String layoutName() {
    String layout = tokens.take();
    tokens.expect(".");
    return layout;
  }

  List<Expr> arguments() {
    var args = new ArrayList<Expr>();
    tokens.expect("(");
    while (!tokens.accept(")")) {
      args.add(expr());
      if (!tokens.peek().equals(")")) {
        tokens.expect(",");
      }
    }
    return args;
  }

  InputValue input() {
    String word = tokens.take();
    return switch (word) {
      case "@" -> new InputValue.GlobalObject(tokens.take());
      case "device" -> new InputValue.Device();
      case "fixed" -> new InputValue.Fixed(tokens.number());
      case "fresh" -> new InputValue.Fresh();
      case "direction" -> new InputValue.Direction();
      case "by_direction" -> new InputValue.ByDirection(tokens.number(), tokens.number());
      case "result" -> new InputValue.ResultOf(tokens.integer());
      case "list_head" -> new InputValue.ListHead(tokens.take());
      case "list_entries" -> new InputValue.ListEntries(tokens.take());
      case "table" -> new InputValue.Table(tokens.take());
      case "buffer" -> new InputValue.Buffer(tokens.take());
      case "bytes" -> new InputValue.Bytes(tokens.take());
      case "pages" -> new InputValue.Pages(tokens.take());
      case "page_count" -> new InputValue.PageCount(tokens.take());
      case "page_offset" -> new InputValue.PageOffset(tokens.take());
      case "page" -> new InputValue.Page(tokens.take());
      case "phys_address" -> new InputValue.PhysAddress(tokens.take());
      default -> throw tokens.error("'" + word + "' is no input");
    };
  }
}
