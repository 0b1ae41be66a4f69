// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.vector.MappedList;
import org.sgdiet.rewriter.vector.VectorRewrite;

/// The data of a SCSI command is mapped with its DMA vectors apart from its list.
public final class ScsiCommandVectors implements Recipe {

  private static final Set<String> WORDS =
      Set.of(
          "scatterlist",
          "scsi_dma_map",
          "scsi_dma_unmap",
          "scsi_sglist",
          "scsi_for_each_sg",
          "sg_dma_address",
          "sg_dma_len");
  private static final Set<String> UNIT =
      Set.of("scsi_dma_map", "scsi_dma_unmap", "sg_dma_address");

  @Override
  public String id() {
    return "scsi-command-vectors";
  }

  @Override
  public String family() {
    return "R3";
  }

  @Override
  public String title() {
    return "keep the DMA vectors of a SCSI command apart from its list";
  }

  @Override
  public String about() {
    return "`scsi_dma_map()` becomes `scsi_dma_map_vecs()`, which leaves what the device sees in the"
        + " command's `struct dma_vecs`; every walk of the list that reads `sg_dma_address()` or"
        + " `sg_dma_len()` walks `scsi_dma_vecs()` instead, in helpers and other files of the"
        + " driver too, and every `scsi_dma_unmap()` of the driver becomes `scsi_dma_unmap_vecs()`"
        + " in the same patch. Counts and error tests stay. Refused: result never tested, one"
        + " pointer that reads both sides of entries, DMA side written by hand. Left to a person:"
        + " a walk that ends with the list, a cursor kept in a structure, a helper that serves"
        + " two lists.";
  }

  @Override
  public Set<String> words() {
    return Set.of("scsi_dma_map");
  }

  @Override
  public Set<Dialect> dialects() {
    return EnumSet.of(Dialect.PHYR);
  }

  @Override
  public List<Outcome> apply(FunctionCode function, Context context) {
    List<Occurrence> maps = function.calls("scsi_dma_map");
    if (maps.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(proposal(maps.getFirst(), context.tree()));
    } catch (RefusedException e) {
      return List.of(e.refusal());
    }
  }

  private static Outcome proposal(Occurrence map, CodeTree tree) throws RefusedException {
    DriverUnit unit = DriverUnit.of(map.path(), UNIT, tree);
    List<FunctionCode> functions = unit.functions(WORDS, tree);
    Draft draft = new Draft();
    Set<FunctionCode> touched = new LinkedHashSet<>(List.of(map.in()));
    List<Occurrence> maps = new ArrayList<>();
    for (FunctionCode code : functions) {
      for (Occurrence call : code.calls("scsi_dma_map")) {
        Tests.require(call);
        renamed(call, "scsi_dma_map_vecs", draft);
        maps.add(call);
        touched.add(code);
      }
      for (Occurrence call : code.calls("scsi_dma_unmap")) {
        renamed(call, "scsi_dma_unmap_vecs", draft);
        touched.add(code);
      }
    }
    hidden(unit, functions, tree);
    VectorRewrite rewrite = new VectorRewrite(tree, functions, new CommandList(), maps);
    Optional<VectorRewrite.Obstacle> obstacle = rewrite.obstacle();
    if (obstacle.isPresent()) {
      throw RefusedException.of(
          obstacle.get().forbids() ? Outcome.Kind.REFUSE : Outcome.Kind.ASSIST,
          obstacle.get().at(),
          obstacle.get().reason());
    }
    if (!rewrite.edit(draft)) {
      throw RefusedException.assist(
          map, "nothing in this driver reads the DMA side of the command's list in view");
    }
    touched.addAll(rewrite.readers());
    return new Outcome.Proposal(
        draft.files(),
        touched.stream().map(c -> new Outcome.Touched(c.file().path(), c.name())).toList(),
        "keep DMA vectors apart from the command's scatterlist",
        "The scatterlist of a command is the input of its mapping and the place of its output, with"
            + " two different entry counts. Map with scsi_dma_map_vecs() and read what the device"
            + " sees from the command's vectors; the list stays what it was before the mapping. No"
            + " functional change.");
  }

  private static void renamed(Occurrence call, String name, Draft draft) {
    draft.replace(call.in().file(), ((Expr.Call) call.expr()).callee().span(), name);
  }

  /// Calls that stand outside functions as they were read, in macros for example.
  private static void hidden(DriverUnit unit, List<FunctionCode> functions, CodeTree tree)
      throws RefusedException {
    Pattern call = Pattern.compile("\\bscsi_dma_(?:un)?map\\s*\\(");
    List<Span> seen = new ArrayList<>();
    for (String path : unit.files()) {
      seen.clear();
      functions.stream()
          .filter(f -> f.file().path().equals(path))
          .flatMap(f ->
              java.util.stream.Stream.concat(
                  f.calls("scsi_dma_map").stream(), f.calls("scsi_dma_unmap").stream()))
          .forEach(o -> seen.add(o.span()));
      Matcher m = call.matcher(tree.code(path));
      while (m.find()) {
        int at = m.start();
        if (seen.stream().noneMatch(s -> s.start() == at)) {
          throw RefusedException.at(
              Outcome.Kind.ASSIST,
              path,
              tree.file(path).line(at),
              "this call stands in a macro or in text that was not read; it has to change as well");
        }
      }
    }
  }

  /// The list of a command, as the SCSI layer hands it out.
  private static final class CommandList implements MappedList {

    @Override
    public Optional<String> vectors(Expr expr, FunctionCode code) {
      return switch (expr) {
        case Expr.Call c when c.name().filter("scsi_sglist"::equals).isPresent() ->
            Optional.of("scsi_dma_vecs(" + code.text(c.args().getFirst().span()) + ")");
        default -> Optional.empty();
      };
    }

    @Override
    public Optional<String> walked(Stmt.Each loop, FunctionCode code) {
      return loop.macro().equals("scsi_for_each_sg")
          ? Optional.of("scsi_dma_vecs(" + code.text(loop.args().getFirst().span()) + ")")
          : Optional.empty();
    }
  }
}
