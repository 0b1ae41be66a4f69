// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pass behind [Outline]: counts brackets, and cuts an item at its `;` or at the brace that
/// closes a function. Confined to one thread.
final class OutlineScanner {

  private static final boolean[] BRACKETS = new boolean[256];

  static {
    for (byte bracket : new byte[] {'(', ')', '[', ']', '{', '}'}) {
      BRACKETS[bracket] = true;
    }
  }

  private final SourceFile file;
  private final byte[] code;
  private final List<Directive> directives;
  private final Conditionals conditionals;
  private final List<Slice> slices = new ArrayList<>();
  private final List<Unsupported> unsupported = new ArrayList<>();
  private final ItemHead head;

  private int at;
  private int directive;
  private int braces;
  private int brackets;
  private int groupStart;

  /// Whether each open `#if` group began inside an item.
  private final List<Boolean> openedInside = new ArrayList<>();

  /// After braces failed to balance once: a closing brace in the first column ends the item.
  private boolean resync;

  OutlineScanner(SourceFile file, StrippedText text, Conditionals conditionals) {
    this.file = file;
    this.code = text.code();
    this.directives = text.directives();
    this.conditionals = conditionals;
    this.head = new ItemHead(code);
  }

  List<Slice> slices() {
    return slices;
  }

  List<Unsupported> unsupported() {
    return unsupported;
  }

  void run() {
    while (true) {
      scan();
      if (head.isFinishedInvocation(code.length)) {
        end(head.end());
      }
      if (head.isEmpty() && braces + brackets == 0) {
        return;
      }
      if (resync || braces + brackets == 0) {
        unsupported.add(new Unsupported(new Span(itemStart(), code.length), "item without end"));
        return;
      }
      resync = true;
      restart(itemStart());
    }
  }

  /// Where the item began that is not ended yet: with a word, or a bracket that opens without one.
  private int itemStart() {
    return head.isEmpty() ? groupStart : head.start();
  }

  private void restart(int from) {
    at = from;
    directive = conditionals.indexAt(from);
    braces = 0;
    brackets = 0;
    head.clear();
    slices.removeIf(slice -> slice.span().start() >= from);
    unsupported.removeIf(u -> u.span().start() >= from);
  }

  private void scan() {
    while (true) {
      int stop =
          directive < directives.size() ? directives.get(directive).span().start() : code.length;
      scanTo(stop);
      if (directive >= directives.size()) {
        return;
      }
      at = Math.max(at, directives.get(directive).span().end());
      preprocess(directive);
    }
  }

  private void scanTo(int stop) {
    while (at < stop) {
      if (braces + brackets > 0) {
        while (at < stop && !BRACKETS[code[at] & 0xff]) {
          at++;
        }
        if (at < stop) {
          nested(code[at]);
        }
        continue;
      }
      byte b = code[at];
      if (b == ' ' || b == '\n' || b == '\t' || b == '\r') {
        at++;
      } else if (Words.isWordByte(b)) {
        word(stop);
      } else {
        punctuation(b);
      }
    }
  }

  private void nested(byte b) {
    switch (b) {
      case '{' -> braces++;
      case '(', '[' -> brackets++;
      case ')', ']' -> {
        brackets = Math.max(0, brackets - 1);
        closeGroup();
      }
      case '}' -> {
        braces--;
        if (resync && (at == 0 || code[at - 1] == '\n') && head.isFunction()) {
          if (braces > 0 || brackets > 0) {
            unsupported.add(
                new Unsupported(new Span(itemStart(), at + 1), "braces do not balance"));
          }
          braces = 0;
          brackets = 0;
        }
        braces = Math.max(0, braces);
        closeGroup();
      }
      default -> {}
    }
    at++;
  }

  private void closeGroup() {
    if (braces + brackets > 0) {
      return;
    }
    head.add(code[groupStart], groupStart, at + 1);
    if (code[groupStart] == '{' && head.endsAtBrace()) {
      end(at + 1);
    }
  }

  private void word(int stop) {
    int start = at;
    while (at < stop && Words.isWordByte(code[at])) {
      at++;
    }
    if (head.isFinishedInvocation(start)) {
      end(head.end());
    }
    head.add(ItemHead.WORD, start, at);
  }

  private void punctuation(byte b) {
    switch (b) {
      case '(', '[' -> {
        brackets++;
        groupStart = at;
      }
      case '{' -> {
        braces++;
        groupStart = at;
        head.opensBrace();
      }
      case ';' -> {
        if (head.isEmpty()) {
          at++;
          return;
        }
        head.add(b, at, at + 1);
        if (!head.continuesAfterSemicolon(at + 1)) {
          end(at + 1);
        }
      }
      case '}', ')', ']' -> {
        unsupported.add(
            new Unsupported(new Span(at, at + 1), "closing bracket without opening one"));
        head.clear();
      }
      default -> head.add(b, at, at + 1);
    }
    at++;
  }

  private void end(int end) {
    slices.add(head.slice(end));
    head.clear();
  }

  private void preprocess(int index) {
    directive = index + 1;
    Directive line = directives.get(index);
    switch (line.kind()) {
      case DEFINE -> slices.add(named(Slice.Kind.MACRO, line, macroName(line)));
      case INCLUDE -> slices.add(named(Slice.Kind.INCLUDE, line, includePath(line)));
      case IF, IFDEF, IFNDEF -> {
        if (head.isFinishedInvocation(line.span().start())) {
          end(head.end());
        }
        openedInside.add(!head.isEmpty());
        if (conditionals.never(index)) {
          skipTo(conditionals.next(index));
        }
      }
      case ELIF, ELSE -> {
        boolean inside = openedInside.isEmpty() || openedInside.getLast();
        if (conditionals.never(index) || !head.isEmpty() || inside) {
          reportLostBranch(index, inside && head.isEmpty());
          skipTo(conditionals.endif(index));
        }
      }
      case ENDIF -> {
        if (!openedInside.isEmpty()) {
          openedInside.removeLast();
        }
      }
      case OTHER -> {}
    }
  }

  /// An item that began before the group and ended inside its first branch has another tail here.
  private void reportLostBranch(int index, boolean tail) {
    if (!tail) {
      return;
    }
    Span branch = conditionals.branch(directives.get(index));
    if (!new String(code, branch.start(), branch.length(), StandardCharsets.ISO_8859_1).isBlank()) {
      unsupported.add(new Unsupported(branch, "#else holds another end of the item before it"));
    }
  }

  /// Goes on at the directive `index`: a branch that is read, or the `#endif`. Macros defined in
  /// between are kept.
  private void skipTo(int index) {
    int stop = index < 0 ? directives.size() : index;
    for (int i = directive; i < stop; i++) {
      Directive line = directives.get(i);
      if (line.kind() == Directive.Kind.DEFINE) {
        slices.add(named(Slice.Kind.MACRO, line, macroName(line)));
      }
    }
    if (index < 0) {
      directive = directives.size();
      at = code.length;
      return;
    }
    directive = index + 1;
    at = directives.get(index).span().end();
    if (directives.get(index).kind() == Directive.Kind.ENDIF && !openedInside.isEmpty()) {
      openedInside.removeLast();
    }
  }

  private Slice named(Slice.Kind kind, Directive line, String name) {
    return new Slice(kind, name.isEmpty() ? Optional.empty() : Optional.of(name), line.span());
  }

  private String macroName(Directive line) {
    String text = file.text(line.span());
    int from = text.indexOf("define") + 6;
    while (from < text.length() && " \t\\\r\n".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (to < text.length() && Words.isWordByte((byte) text.charAt(to))) {
      to++;
    }
    return text.substring(from, to);
  }

  /// The header as written, or empty where no file can be called so.
  private String includePath(Directive line) {
    String text = file.text(line.span());
    int from = Math.max(text.indexOf('"'), text.indexOf('<'));
    int to = Math.max(text.indexOf('"', from + 1), text.indexOf('>', from + 1));
    boolean named = from >= 0 && to >= 0 && text.indexOf('\0') < 0;
    return named ? text.substring(from + 1, to) : "";
  }
}
