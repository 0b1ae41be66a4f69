// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.syntax.Expr;

/// An argument in words that mean the same in every function of a driver: what it reads a member of
/// has no name, a variable bears a mark, and casts and indices are left out.
record ArgumentWords(List<String> words) {
  private static final String OBJECT = "$";
  private static final String VARIABLE = "var ";
  private static final String MEMBER = ".";

  /// Not one of the kernel's own sizes, which stand for many things.
  private static final Pattern CONSTANT =
      Pattern.compile("(?!PAGE_|SZ_|SECTOR_|L1_CACHE_|ETH_)[A-Z]\\w*_[A-Z0-9_]+");

  ArgumentWords {
    words = List.copyOf(words);
  }

  static ArgumentWords of(Body body, Expr argument) {
    List<String> words = new ArrayList<>();
    add(body, argument, words);
    return new ArgumentWords(words);
  }

  /// The words of a variable's only value, in the place of its name: whether a value has a name is
  /// no difference.
  static ArgumentWords ofValue(Body body, Expr argument) {
    List<String> words = new ArrayList<>();
    switch (argument) {
      case Expr.Cast(_, Expr operand, _) -> {
        return ofValue(body, operand);
      }
      case Expr.Binary(var operator, Expr left, Expr right, _) -> {
        words.addAll(ofValue(body, left).words());
        words.add(operator.token());
        words.addAll(ofValue(body, right).words());
      }
      case Expr.Name name -> add(body, onlyValue(body, name).orElse(name), words);
      default -> add(body, argument, words);
    }
    return new ArgumentWords(words);
  }

  private static Optional<Expr> onlyValue(Body body, Expr.Name name) {
    List<Definition> definitions = body.definitions(name.id());
    return definitions.size() == 1
            && body.declares(name.id())
            && body.parameter(name.id()).isEmpty()
        ? definitions.getFirst().value()
        : Optional.empty();
  }

  private static void add(Body body, Expr expr, List<String> words) {
    switch (expr) {
      case Expr.Name(String id, _) -> words.add(body.declares(id) ? VARIABLE + id : id);
      case Expr.Cast(_, Expr operand, _) -> add(body, operand, words);
      case Expr.Member(Expr base, _, String field, _, _) -> {
        if (base instanceof Expr.Name || base instanceof Expr.Index(Expr.Name _, _, _)) {
          words.add(OBJECT);
        } else {
          add(body, base, words);
        }
        words.add(MEMBER + field);
      }
      case Expr.Index(Expr base, _, _) -> {
        add(body, base, words);
        words.add("[]");
      }
      case Expr.Unary(var operator, Expr operand, _) -> {
        words.add(operator.token());
        add(body, operand, words);
      }
      case Expr.Binary(var operator, Expr left, Expr right, _) -> {
        add(body, left, words);
        words.add(operator.token());
        add(body, right, words);
      }
      case Expr.Call(Expr callee, List<Expr> args, _) -> {
        add(body, callee, words);
        words.add("(");
        args.forEach(a -> add(body, a, words));
        words.add(")");
      }
      case Expr.SizeOf(Expr operand, _) -> {
        words.add("sizeof");
        add(body, operand, words);
      }
      default -> words.add(body.text(expr));
    }
  }

  /// These words without `&` in front: whether a struct stands in another or is pointed to is told
  /// by neither side.
  ArgumentWords pointee() {
    return words.getFirst().equals("&") ? new ArgumentWords(words.subList(1, words.size())) : this;
  }

  /// Whether they hold a constant that the driver gave a name, as its macros have it.
  boolean nameConstant() {
    return words.stream().anyMatch(w -> CONSTANT.matcher(w).matches());
  }

  /// Whether they say something of their own outside their function: a member or a call.
  boolean areTelling() {
    return words.stream()
        .anyMatch(w -> w.startsWith(MEMBER) || w.equals("(") || w.equals("sizeof"));
  }

  /// Whether one of the two is the other with a run of words put in or taken out, or with one
  /// member read in the place of another: rewritten words may mean what the old ones meant, and
  /// these do not.
  boolean isAlteredTo(ArgumentWords other) {
    List<String> a = words;
    List<String> b = other.words;
    int shorter = Math.min(a.size(), b.size());
    int start = 0;
    while (start < shorter && a.get(start).equals(b.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start && a.get(a.size() - 1 - end).equals(b.get(b.size() - 1 - end))) {
      end++;
    }
    if (a.size() != b.size()) {
      return start + end == shorter
          || Collections.indexOfSubList(a, b) >= 0
          || Collections.indexOfSubList(b, a) >= 0;
    }
    return start + end == shorter - 1
        && a.get(start).startsWith(MEMBER)
        && b.get(start).startsWith(MEMBER);
  }

  /// The identifiers that `other` has and these have not, as they are written.
  Set<String> namesOnlyIn(ArgumentWords other) {
    Set<String> names = new HashSet<>();
    other.words.stream()
        .filter(w -> !words.contains(w))
        .map(w -> w.replace(VARIABLE, "").replace(MEMBER, ""))
        .filter(w -> !w.isEmpty() && Character.isJavaIdentifierStart(w.charAt(0)))
        .filter(w -> !w.equals(OBJECT))
        .forEach(names::add);
    return names;
  }
}
