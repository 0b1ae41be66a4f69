// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.StructMembers;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.CallLayout.Arg;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// Where the address and the length live that take the entry's place, and what they are called.
final class EntryHome {

  private final OwnEntry entry;
  private final OneEntryRewrite.Mapping mapping;
  private final Context context;
  private final FunctionCode code;
  private final boolean phyr;
  private final Optional<Found<Item.Struct>> struct;
  private final LengthSource length;
  private final String addressName;
  private final String lengthName;

  private EntryHome(
      OwnEntry entry,
      OneEntryRewrite.Mapping mapping,
      Context context,
      Optional<Found<Item.Struct>> struct,
      LengthSource length) {
    this.entry = entry;
    this.mapping = mapping;
    this.context = context;
    this.code = mapping.map().at().in();
    this.phyr = context.dialect() == Dialect.PHYR;
    this.struct = struct;
    this.length = length;
    String stem = stem();
    this.addressName = phyr ? free(stem, "vec", "vec") : free(stem, "dma", "dma_addr");
    this.lengthName = free(stem, "len", "dma_len");
  }

  static EntryHome of(OwnEntry entry, OneEntryRewrite.Mapping mapping, Context context)
      throws RefusedException {
    FunctionCode code = mapping.map().at().in();
    Optional<Found<Item.Struct>> struct =
        entry.entity() instanceof Entity.Field field
            ? context.tree().struct(field, code)
            : Optional.empty();
    LengthSource length =
        context.dialect() == Dialect.PHYR
            ? LengthSource.NONE
            : LengthSource.of(entry, mapping, context.tree());
    return new EntryHome(entry, mapping, context, struct, length);
  }

  private String stem() {
    String name =
        switch (entry.entity()) {
          case Entity.Local _ -> "";
          case Entity.Field f -> f.name();
          case Entity.Global g -> g.name();
        };
    return name.replaceFirst("_?(sgl|sg|sglist|scatterlist)$", "");
  }

  private String free(String stem, String suffix, String alone) {
    List<String> candidates = new ArrayList<>();
    if (!stem.isEmpty()) {
      candidates.add(stem + "_" + suffix);
      candidates.add(stem + "_" + alone);
    }
    candidates.addAll(List.of(alone, "buf_" + suffix, "map_" + suffix, "sg_" + alone));
    return candidates.stream().filter(c -> !taken(c)).findFirst().orElse(alone + "_new");
  }

  private boolean taken(String name) {
    return struct
        .map(s -> new StructMembers(s.item(), context.tree().file(s.path())).has(name))
        .orElseGet(() -> mentions(name));
  }

  /// The `struct dma_vec` in the phyr dialect.
  String vec(EntryUse use) {
    return use.base() + addressName;
  }

  /// The DMA address where `use` stands.
  String address(EntryUse use) {
    return phyr ? vec(use) + ".addr" : use.base() + addressName;
  }

  /// The mapped length where `use` stands.
  String length(EntryUse use) {
    return phyr ? vec(use) + ".len" : length.at(use, use.base() + lengthName, lengthName);
  }

  /// The local `struct phyr` of the phyr dialect.
  String inputName() {
    return mentions("in") ? "range" : "in";
  }

  private boolean mentions(String word) {
    return context.tree().mentions(code, word);
  }

  String mapCall() {
    return "dma_map_" + (page() ? "page" : "single") + (attrs() ? "_attrs" : "");
  }

  String unmapCall(boolean attrs) {
    return "dma_unmap_" + (page() ? "page" : "single") + (attrs ? "_attrs" : "");
  }

  private boolean page() {
    return mapping.fill().call().name().filter("sg_set_page"::equals).isPresent();
  }

  private boolean attrs() {
    return mapping.map().call().args().size() > 4;
  }

  List<Arg> mapArgs(String dev) {
    EntryUse map = mapping.map();
    List<Arg> args = new ArrayList<>();
    args.add(Arg.of(dev));
    if (page()) {
      args.add(Arg.of(fillArg(1)));
      args.add(Arg.of(fillArg(3)));
    } else {
      args.add(Arg.of(buffer()));
    }
    args.add(Arg.of(length(map)));
    SourceText text = new SourceText(code.file().text());
    args.add(Arg.kept(text, map.call().args().get(3).span()));
    if (attrs()) {
      args.add(Arg.kept(text, map.call().args().get(4).span()));
    }
    return args;
  }

  private String buffer() {
    Expr buf = mapping.fill().call().args().get(1);
    String text = fillArg(1);
    if (!Constness.pointsToConst(buf, code)) {
      return text;
    }
    boolean simple = buf instanceof Expr.Name || buf instanceof Expr.Member;
    return simple ? "(void *)" + text : "(void *)(" + text + ")";
  }

  private String fillArg(int i) {
    return new SourceText(code.file().text()).joined(mapping.fill().call().args().get(i).span());
  }

  /// Statements that take the place of the call that filled the entry.
  List<String> statementsForFill() {
    if (phyr) {
      String start =
          page()
              ? "page_to_phys("
                  + fillArg(1)
                  + ")"
                  + (fillArg(3).equals("0") ? "" : " + " + fillArg(3))
              : "virt_to_phys(" + buffer() + ")";
      return List.of(
          inputName() + ".start = " + start + ";", inputName() + ".len = " + fillArg(2) + ";");
    }
    return length.statements(mapping.fill().base() + lengthName, lengthName);
  }

  /// Exchanges the entry's declaration.
  void declare(Draft draft) {
    switch (entry.entity()) {
      case Entity.Local local -> {
        LocalDeclarations declarations = new LocalDeclarations(code);
        List<String> lines = new ArrayList<>();
        lines.add((phyr ? "struct dma_vec " : "dma_addr_t ") + addressName + ";");
        if (phyr) {
          lines.add("struct phyr " + inputName() + ";");
        }
        length.localDeclaration(lengthName).ifPresent(lines::add);
        declarations.find(local.declaredAt()).ifPresent(d -> declarations.replace(d, lines, draft));
      }
      case Entity.Field field -> {
        Found<Item.Struct> home = struct.orElseThrow();
        SourceFile file = context.tree().file(home.path());
        StructMembers members = new StructMembers(home.item(), file);
        List<StructMembers.Member> added = new ArrayList<>();
        added.add(
            phyr
                ? new StructMembers.Member(
                    "struct dma_vec", addressName, "the mapped buffer as the device sees it")
                : new StructMembers.Member(
                    "dma_addr_t", addressName, "DMA address of the mapped buffer"));
        if (length.needsMember()) {
          added.add(
              new StructMembers.Member("unsigned int", lengthName, "length of the mapped buffer"));
        }
        members.field(field.name()).ifPresent(f -> members.replace(f, added, draft));
        LocalDeclarations declarations = new LocalDeclarations(code);
        if (phyr) {
          declarations.add("struct phyr " + inputName() + ";", draft);
        }
        length.localDeclaration(lengthName).ifPresent(l -> declarations.add(l, draft));
      }
      case Entity.Global _ -> {}
    }
  }
}
