// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The words, bracket groups and punctuation of one item at file scope, enough to tell what the
/// item is and where it ends. Confined to one thread; reused from item to item.
final class ItemHead {

  static final byte WORD = 'w';

  /// An item with more top-level parts than this is classified by its first ones.
  private static final int LIMIT = 512;

  private static final Words ATTRIBUTE_CALLS =
      Words.of(
          """
          __attribute__ __attribute __declspec __aligned __printf __scanf __section __must_hold
          __must_hold_shared __acquires __releases __acquires_shared __releases_shared __alias
          __assume_aligned __alloc_size __counted_by __cleanup __free asm __asm__ __asm
          __no_sanitize __diag_ignore _Alignas alignas __malloc __nonnull __nonnull_params __bpf_md_ptr
          __guarded_by __pt_guarded_by __cond_acquires __no_context_analysis __realloc_size __error
          __warning __copy __gnu_printf __visible __target __attribute_const__ __randomize_layout
          """);

  private static final Words NOT_A_RESULT =
      Words.of(
          "static STATIC extern inline const volatile register __inline __always_inline noinline");

  private static final Words PARAMETER_TYPES =
      Words.of("int char short long unsigned signed float double struct union enum register const");

  private final byte[] code;
  private final byte[] kinds = new byte[LIMIT];
  private final int[] starts = new int[LIMIT];
  private final int[] ends = new int[LIMIT];
  private int count;
  private int firstStart = -1;
  private int lastEnd;
  private boolean assigned;
  private boolean function;
  private boolean typeBody;
  private boolean oldStyle;

  ItemHead(byte[] code) {
    this.code = code;
  }

  boolean isEmpty() {
    return firstStart < 0;
  }

  int start() {
    return firstStart;
  }

  int end() {
    return lastEnd;
  }

  /// Whether a function's body has been opened.
  boolean isFunction() {
    return function;
  }

  void clear() {
    count = 0;
    firstStart = -1;
    assigned = false;
    function = false;
    typeBody = false;
    oldStyle = false;
  }

  /// Takes a word (kind [#WORD]), a bracket group (kind of its opening byte) or a punctuation byte.
  void add(byte kind, int start, int end) {
    if (firstStart < 0) {
      firstStart = start;
    }
    lastEnd = end;
    if (kind == '=') {
      assigned = true;
    }
    if (count < LIMIT) {
      kinds[count] = kind;
      starts[count] = start;
      ends[count] = end;
      count++;
    }
  }

  /// A brace opens at file scope: the body of a function, of a type, or an initialiser.
  void opensBrace() {
    typeBody = isTypeHead();
    if (!assigned && !typeBody) {
      function = true;
    }
  }

  /// Whether the brace group just taken ends the item.
  boolean endsAtBrace() {
    return function;
  }

  private boolean isTypeHead() {
    int i = count - 1;
    int words = 0;
    while (i >= 0) {
      if (kinds[i] == WORD) {
        if (isTag(i)) {
          return true;
        }
        words++;
      } else if (kinds[i] == '(' && i > 0 && isAttributeCall(i - 1)) {
        i--;
      } else {
        return false;
      }
      if (words > 4) {
        return false;
      }
      i--;
    }
    return false;
  }

  private boolean isTag(int i) {
    return is(i, "struct") || is(i, "union") || is(i, "enum");
  }

  private boolean is(int i, String word) {
    return i >= 0
        && i < count
        && kinds[i] == WORD
        && ends[i] - starts[i] == word.length()
        && text(i).equals(word);
  }

  private String text(int i) {
    return new String(code, starts[i], ends[i] - starts[i], StandardCharsets.ISO_8859_1);
  }

  private boolean isAttributeCall(int i) {
    return kinds[i] == WORD && ATTRIBUTE_CALLS.contains(code, starts[i], ends[i]);
  }

  /// Whether the item so far is a macro invocation without `;` (`MODULE_X(y)`, `static
  /// DEFINE_X(y)`) and a word on a later line starts the next item.
  boolean isFinishedInvocation(int nextWord) {
    boolean plain = count == 2 && kinds[0] == WORD && kinds[1] == '(' && !isAttributeCall(0);
    boolean isStatic =
        count == 3
            && kinds[0] == WORD
            && (is(0, "static") || isUpperCase(0))
            && kinds[1] == WORD
            && kinds[2] == '('
            && isUpperCase(1);
    if (!plain && !isStatic) {
      return false;
    }
    for (int i = ends[count - 1]; i < nextWord; i++) {
      if (code[i] == '\n') {
        return true;
      }
    }
    return nextWord == code.length;
  }

  private boolean isUpperCase(int i) {
    for (int k = starts[i]; k < ends[i]; k++) {
      if (code[k] >= 'a' && code[k] <= 'z') {
        return false;
      }
    }
    return true;
  }

  /// Whether the `;` just taken ends a parameter declaration of an old-style function head, `int
  /// f(a, b) int a; char *b; { ... }`, rather than the item.
  boolean continuesAfterSemicolon(int after) {
    if (oldStyle) {
      return true;
    }
    int group = firstGroup();
    if (group < 1 || group + 1 >= count || kinds[group + 1] != WORD) {
      return false;
    }
    if (!PARAMETER_TYPES.contains(code, starts[group + 1], ends[group + 1])
        || !isNameList(starts[group], ends[group])
        || isUpperCase(group - 1)) {
      return false;
    }
    oldStyle = declarationsUntilBrace(after);
    return oldStyle;
  }

  private boolean isNameList(int start, int end) {
    boolean any = false;
    for (int i = start + 1; i < end - 1; i++) {
      byte b = code[i];
      any |= Words.isWordByte(b);
      if (!Words.isWordByte(b) && b != ',' && b > ' ') {
        return false;
      }
    }
    return any;
  }

  private boolean declarationsUntilBrace(int from) {
    byte last = ';';
    int limit = Math.min(code.length, from + 4096);
    for (int i = from; i < limit; i++) {
      byte b = code[i];
      if (b == '{') {
        return last == ';';
      }
      if (b <= ' ') {
        continue;
      }
      if (!Words.isWordByte(b) && ";,*[]".indexOf(b) < 0) {
        return false;
      }
      last = b;
    }
    return false;
  }

  private int firstGroup() {
    for (int i = 1; i < count; i++) {
      if (kinds[i] == '(' && kinds[i - 1] == WORD && !isAttributeCall(i - 1)) {
        return i;
      }
    }
    return -1;
  }

  /// The item as a slice that ends before `end`.
  Slice slice(int end) {
    Span span = new Span(firstStart, end);
    if (function) {
      return new Slice(Slice.Kind.FUNCTION, functionName(), span);
    }
    if (is(0, "typedef")) {
      return new Slice(Slice.Kind.TYPEDEF, typedefName(), span);
    }
    int tag = tagIndex();
    boolean bare = count > 0 && kinds[count - 1] == ';' && wordsAfterBody() == 0;
    if (typeBody && bare && tag >= 0) {
      return new Slice(tagKind(tag), tagName(tag), span);
    }
    if (count > 1 && kinds[0] == WORD && kinds[1] == '(') {
      return new Slice(Slice.Kind.OTHER, Optional.of(text(0)), span);
    }
    int group = firstGroup();
    int assignment = indexOf((byte) '=');
    if (group > 0 && (assignment < 0 || group < assignment) && !typeBody) {
      return declaredByCall(group, span, assignment);
    }
    int end2 = assignment >= 0 ? assignment : count;
    for (int i = end2 - 1; i >= 0; i--) {
      if (kinds[i] == WORD && !(i + 1 < count && kinds[i + 1] == '(')) {
        return new Slice(variableKind(i), Optional.of(text(i)), span);
      }
      if (kinds[i] == '{') {
        break;
      }
    }
    return new Slice(Slice.Kind.OTHER, pointerName(), span);
  }

  private Slice.Kind variableKind(int name) {
    return name == 0 || (isTag(name - 1) && name == 1) ? Slice.Kind.OTHER : Slice.Kind.VARIABLE;
  }

  /// `int f(int);` is a prototype, `static DEFINE_MUTEX(m);` and `int (*f)(int);` are variables.
  private Slice declaredByCall(int group, Span span, int assignment) {
    boolean hasResult = false;
    for (int i = 0; i < group - 1; i++) {
      hasResult |= kinds[i] != WORD || !NOT_A_RESULT.contains(code, starts[i], ends[i]);
    }
    if (!hasResult) {
      return new Slice(Slice.Kind.OTHER, Optional.of(text(group - 1)), span);
    }
    if (group + 1 < count && kinds[group + 1] == '(') {
      return new Slice(Slice.Kind.VARIABLE, wordIn(starts[group], ends[group]), span);
    }
    if (assignment >= 0) {
      return new Slice(Slice.Kind.VARIABLE, Optional.of(text(group - 1)), span);
    }
    return new Slice(Slice.Kind.PROTOTYPE, Optional.of(text(group - 1)), span);
  }

  private Optional<String> pointerName() {
    for (int i = 0; i + 1 < count; i++) {
      if (kinds[i] == '(' && kinds[i + 1] == '(') {
        return wordIn(starts[i], ends[i]);
      }
    }
    return Optional.empty();
  }

  private Optional<String> functionName() {
    int group = firstGroup();
    if (group < 1) {
      return Optional.empty();
    }
    if (isUpperCase(group - 1) && !hasResultBefore(group - 1)) {
      return wordIn(starts[group], ends[group]).or(() -> Optional.of(text(group - 1)));
    }
    return Optional.of(text(group - 1));
  }

  private boolean hasResultBefore(int name) {
    for (int i = 0; i < name; i++) {
      if (kinds[i] != WORD || !NOT_A_RESULT.contains(code, starts[i], ends[i])) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> typedefName() {
    Optional<String> pointer = pointerName();
    if (pointer.isPresent()) {
      return pointer;
    }
    for (int i = count - 1; i > 0; i--) {
      boolean attribute = isAttributeCall(i) || isAttributeWord(i);
      if (kinds[i] == WORD && !attribute) {
        return Optional.of(text(i));
      }
    }
    return Optional.empty();
  }

  private boolean isAttributeWord(int i) {
    return is(i, "__packed") || is(i, "__percpu") || is(i, "__may_alias");
  }

  private int tagIndex() {
    for (int i = 0; i < count; i++) {
      if (isTag(i)) {
        return i;
      }
    }
    return -1;
  }

  private Slice.Kind tagKind(int tag) {
    return is(tag, "struct")
        ? Slice.Kind.STRUCT
        : is(tag, "union") ? Slice.Kind.UNION : Slice.Kind.ENUM;
  }

  private Optional<String> tagName(int tag) {
    for (int i = tag + 1; i < count && kinds[i] != '{'; i++) {
      if (isAttributeCall(i)) {
        i++;
      } else if (kinds[i] == WORD && !isAttributeWord(i)) {
        return Optional.of(text(i));
      }
    }
    return Optional.empty();
  }

  private int wordsAfterBody() {
    int body = indexOf((byte) '{');
    int words = 0;
    for (int i = body + 1; body >= 0 && i < count; i++) {
      if (isAttributeCall(i)) {
        i++;
      } else if (kinds[i] == WORD && !text(i).startsWith("__")) {
        words++;
      }
    }
    return words;
  }

  private int indexOf(byte kind) {
    return indexIn(kinds, count, kind);
  }

  private static int indexIn(byte[] kinds, int count, byte kind) {
    for (int i = 0; i < count; i++) {
      if (kinds[i] == kind) {
        return i;
      }
    }
    return -1;
  }

  private Optional<String> wordIn(int start, int end) {
    int from = start;
    while (from < end && !Words.isWordByte(code[from])) {
      from++;
    }
    int to = from;
    while (to < end && Words.isWordByte(code[to])) {
      to++;
    }
    byte[] word = Arrays.copyOfRange(code, from, to);
    return word.length == 0
        ? Optional.empty()
        : Optional.of(new String(word, StandardCharsets.ISO_8859_1));
  }
}
