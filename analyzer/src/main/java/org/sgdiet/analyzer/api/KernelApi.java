// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.fact.Origin;
import org.sgdiet.analyzer.source.Prefilter;

/// The kernel's DMA and list interfaces, by name: the built-in tables and whatever the user adds.
public final class KernelApi {

  private static final KernelApi BUILT_IN =
      new KernelApi(
          CallTable.read("kernel-calls.txt", resource("kernel-calls.txt")),
          lists("kernel-lists.txt", resource("kernel-lists.txt")),
          "");

  private static final Pattern MESSAGE =
      Pattern.compile(
          "pr_.*|trace_.*|DRM_.*|WARN.*|print_hex_dump.*"
              + "|.*(printk|_dbg|_vdbg|_debug|_info|_notice|_warn|_warning|_err|_error|_crit)"
              + "(_once|_ratelimited)?");

  private static final Pattern SAME_VALUE =
      Pattern.compile("cpu_to_[bl]e\\d+p?|[bl]e\\d+_to_cpup?|READ_ONCE|(un)?likely");

  private final List<KernelCall> all;
  private final Map<String, List<KernelCall>> byName = new HashMap<>();
  private final Map<String, Origin> origins;
  private final Prefilter sites;
  private final String added;

  private final Set<String> protection =
      Set.of("scsi_cmnd.prot_sdb", "se_cmd.t_prot_sg", "blk_rq_map_integrity_sg()");

  /// Operation and parameter (`table.operation#1`) to the operation that made what is given.
  private final Map<String, MemberKey> handedBack =
      Map.of("dma_buf_ops.unmap_dma_buf#1", new MemberKey("dma_buf_ops", "map_dma_buf"));

  private KernelApi(List<KernelCall> calls, Map<String, Origin> origins, String added) {
    this.all = List.copyOf(calls);
    this.added = added;
    this.origins = Map.copyOf(origins);
    calls.forEach(c -> byName.computeIfAbsent(c.name(), _ -> new ArrayList<>()).add(c));
    this.sites = new Prefilter(names(KernelCall::isSite));
  }

  /// The tables that come with the tool.
  public static KernelApi builtIn() {
    return BUILT_IN;
  }

  /// These tables and further lines of the same form.
  ///
  /// @param name what to call the lines in a complaint, a file name
  /// @throws IllegalArgumentException naming the line that cannot be read
  public KernelApi with(String name, String lines) {
    List<KernelCall> calls = new ArrayList<>(all);
    calls.addAll(CallTable.read(name, lines));
    return new KernelApi(calls, origins, added + lines + "\n");
  }

  /// The lines beside those that come with the tool, in their order.
  public String added() {
    return added;
  }

  /// What a call of `name` with so many arguments does. Forms of other releases are known too: the
  /// number of arguments tells most of them apart, and a tree may carry a backport.
  public Optional<KernelCall> call(String name, int arguments) {
    List<KernelCall> forms = byName.get(name);
    return forms == null
        ? Optional.empty()
        : forms.stream().filter(f -> f.takes(arguments)).findFirst();
  }

  /// As [#call(String, int)], with forms of the tree's own release preferred.
  public Optional<KernelCall> call(String name, int arguments, KernelVersion version) {
    List<KernelCall> forms = byName.get(name);
    if (forms == null) {
      return Optional.empty();
    }
    return forms.stream()
        .filter(f -> f.takes(arguments) && f.in(version))
        .findFirst()
        .or(() -> call(name, arguments));
  }

  /// Whether any form of `name` is known.
  public boolean knows(String name) {
    return byName.containsKey(name);
  }

  /// The names of the calls that satisfy a condition, sorted.
  public Set<String> names(Predicate<KernelCall> condition) {
    Set<String> names = new TreeSet<>();
    all.stream().filter(condition).forEach(c -> names.add(c.name()));
    return names;
  }

  /// Finds the calls that are sites in the bytes of a file.
  public Prefilter sites() {
    return sites;
  }

  /// Whether a call gives back the value of its only argument, in another byte order or read with
  /// care.
  public static boolean keepsValue(String function) {
    return SAME_VALUE.matcher(function).matches();
  }

  /// Whether a call only writes a message: what it reads decides nothing.
  public static boolean isMessage(String function) {
    return MESSAGE.matcher(function).matches();
  }

  /// Every line of the tables.
  public List<KernelCall> calls() {
    return all;
  }

  /// Whose list a struct member holds, when another subsystem fills it.
  public Optional<Origin> origin(String struct, String member) {
    return Optional.ofNullable(origins.get(struct + "." + member));
  }

  /// Whether a member holds the protection information of a command rather than its data.
  public boolean isProtection(MemberKey member) {
    return protection.contains(member.struct() + "." + member.field());
  }

  /// Whether a function fills a list with the protection information of a request.
  public boolean makesProtection(String function) {
    return protection.contains(function + "()");
  }

  /// Whose list the functions are given, or make, that a member of an operations table holds.
  public Optional<Origin> originOfFunction(MemberKey member) {
    return origin(member.struct(), member.field() + "()");
  }

  /// Whose list callers give to a function.
  public Optional<Origin> originOfArgument(String function) {
    return Optional.ofNullable(origins.get(function + "(list)"));
  }

  /// The operation whose result the core later gives to a parameter of another one.
  ///
  /// @param operation the member of the operations table that takes the parameter
  /// @param parameter 0-based
  public Optional<MemberKey> handedBack(MemberKey operation, int parameter) {
    return Optional.ofNullable(
        handedBack.get(operation.struct() + "." + operation.field() + "#" + parameter));
  }

  /// Where a list comes from that a call of `function` made or filled as a whole.
  public Optional<Origin> originOfMaker(String function) {
    return Optional.ofNullable(origins.get(function + "()"));
  }

  /// Whether some subsystem's list is a member of this name, whatever the struct.
  public boolean isListMember(String member) {
    return origins.keySet().stream().anyMatch(k -> k.endsWith("." + member));
  }

  private static Map<String, Origin> lists(String name, String text) {
    Map<String, Origin> origins = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      List<String> words = Arrays.stream(line.strip().split("\\s+", -1)).toList();
      if (words.size() > 1 && !words.getFirst().equals("#")) {
        Origin origin =
            Origin.ofWord(words.getFirst())
                .orElseThrow(
                    () -> new IllegalArgumentException(name + ": no origin " + words.getFirst()));
        words.stream().skip(1).forEach(member -> origins.put(member, origin));
      }
    }
    return origins;
  }

  private static String resource(String name) {
    try (InputStream in = KernelApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
