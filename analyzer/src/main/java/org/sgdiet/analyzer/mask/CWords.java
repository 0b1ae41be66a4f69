// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Words;

/// The words of C and of the kernel's macros that masking tells apart.
final class CWords {

  static final Words TAGS = Words.of("struct union enum");

  /// Words that name a type, or a part of one, by themselves.
  static final Words PRIMITIVES =
      Words.of(
          """
          void char short int long float double signed unsigned bool _Bool size_t ssize_t intptr_t
          uintptr_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t
          """);

  /// Storage classes and qualifiers that the grammar knows.
  static final Words SPECIFIERS =
      Words.of(
          """
          static extern inline const volatile register typedef auto restrict __inline __inline__
          __restrict__ _Noreturn __thread _Atomic
          """);

  /// Words that begin or join statements, and `sizeof`: no declaration runs across them.
  static final Words STATEMENTS =
      Words.of(
          """
          if else while for do return goto break continue switch case default sizeof __alignof__ _Alignof
          __extension__ __alignof alignof
          """);

  private static final Words KEYWORDS = STATEMENTS.and(TAGS).and(PRIMITIVES).and(SPECIFIERS);

  /// Words after which a parenthesis holds a condition, and then a statement follows.
  static final Words CONDITION_FOLLOWS = Words.of("if while for switch");

  static final Words STATEMENT_FOLLOWS = Words.of("else do");

  /// Words after which a value stands.
  static final Words VALUE_FOLLOWS = Words.of("return case goto else do sizeof");

  static final Words TYPE_OPERATORS =
      Words.of("sizeof typeof __typeof__ __typeof alignof __alignof__ _Alignof __alignof");

  /// Qualifiers and attributes of one word.
  static final Words ATTRIBUTES =
      Words.of(
          """
          __iomem __user __kernel __force __rcu __percpu __nocast __bitwise __private __safe __init
          __exit __initdata __initconst __exitdata __devinit __devexit __devinitdata __devexit_p
          __meminit __memexit __net_init __net_exit __net_initdata __cpuinit __refdata __ref
          __maybe_unused __always_unused __unused __used __packed __must_check __always_inline
          __pure __attribute_const__ __noreturn __weak __cold __hot __deprecated __malloc __read_mostly
          __ro_after_init __cacheline_aligned __cacheline_aligned_in_smp __cacheline_group
          ____cacheline_aligned ____cacheline_aligned_in_smp ____cacheline_internodealigned_in_smp
          __init_or_module __initdata_or_module __initconst_or_module __no_kcsan __no_kasan_or_inline
          __nocfi __noclone __noinline noinline noinline_for_stack noinstr notrace asmlinkage __visible
          __sched __lockfunc __kprobes __nokprobe __flatten __randomize_layout __no_randomize_layout
          randomized_struct_fields_start randomized_struct_fields_end __designated_init __mustcheck
          __le_bitwise __aligned_largest __no_sanitize_address __no_sanitize_undefined
          __no_sanitize_memory __no_stack_protector __no_profile __nonstring __bpf_kfunc __bpf_hook_start
          __naked __gnu_inline __irq_entry __softirq_entry __entry_text __noendbr __earlyonly_bootmem
          __pgtable_text __hyp_text __initdata_memblock __init_memblock __no_caller_saved_registers
          __may_alias __no_context_analysis fastcall FASTCALL __cdecl __stdcall uninitialized_var
          __restrict __volatile __const __const__ __signed__ __jiffy_data __noreserve __latent_entropy
          __aligned_u64_attr __counted_by_unused __dma_aligned __devinitconst __nosavedata
          __page_aligned_data __page_aligned_bss ____ptr_aligned
          """);

  /// Attributes with arguments.
  static final Words ATTRIBUTE_CALLS =
      Words.of(
          """
          __attribute__ __attribute __declspec __aligned __printf __scanf __section __must_hold
          __must_hold_shared __acquires __releases __acquires_shared __releases_shared __acquires_ret
          __cond_acquires __cond_acquires_shared __alias __assume_aligned __alloc_size __counted_by
          __counted_by_le __counted_by_be __counted_by_ptr __sized_by __no_sanitize __diag_ignore
          _Alignas alignas __nonnull __guarded_by __pt_guarded_by __realloc_size __compiletime_error
          __compiletime_warning __error __warning __copy __gnu_printf __target __noscs __element_count
          __compiletime_object_size __cacheline_group_begin __cacheline_group_end __realsize
          __cacheline_group_begin_aligned __cacheline_group_end_aligned __access __rust_helper
          """);

  /// Attributes that run code when the variable leaves its scope.
  static final Words CLEANUPS = Words.of("__free __cleanup");

  private static final Pattern LOOP =
      Pattern.compile(
          "\\w*(for_each|foreach|FOR_EACH|FOREACH|ForEach|for_all|_each_|each_entry|iterate_over"
              + "|_until_all_locked)\\w*|for_\\w+|\\w+_for|ITERATE_\\w+");

  private static final Pattern SCOPE =
      Pattern.compile("(__)?scoped_\\w+|\\w*_scoped_\\w+|with_\\w+|\\w*guard\\w*|\\w+_scope");

  private CWords() {}

  /// Whether a macro's name says that it loops.
  static boolean isLoopName(String name) {
    return mayLoop(name) && LOOP.matcher(name).matches();
  }

  /// A look that is cheaper than the pattern and lets through all that it would.
  private static boolean mayLoop(String name) {
    return name.contains("for")
        || name.contains("FOR")
        || name.contains("each")
        || name.contains("Each")
        || name.contains("EACH")
        || name.contains("terate")
        || name.contains("ITERATE_")
        || name.contains("_until_");
  }

  /// Whether a macro's name says that its block runs once.
  static boolean isScopeName(String name) {
    return (name.contains("scope") || name.contains("guard") || name.startsWith("with_"))
        && !isLoopName(name)
        && SCOPE.matcher(name).matches();
  }

  /// Whether a word is a keyword of C, a type word or a specifier rather than a name.
  static boolean isKeyword(Tokens tokens, int i) {
    return tokens.isWord(i, KEYWORDS);
  }

  /// Whether a word is an attribute by its shape: two underscores and a small letter.
  static boolean looksLikeAttribute(String word) {
    return word.length() > 3
        && word.startsWith("__")
        && !word.matches("__[ulbs]?[eu]?(8|16|32|64)|__(le|be)(16|32|64)|__sum16|__wsum|__poll_t");
  }
}
