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
import org.sgdiet.rewriter.code.Entity;
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
  public Stage stage() {
    return Stage.OUTPUTS;
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
        + " a walk that ends with the list, a cursor kept in a structure, a helper that"
        + " walks two lists.";
  }

  @Override
  public Set<String> words() {
    return Set.of("scsi_dma_map", "dma_map_sg");
  }

  @Override
  public Set<Dialect> dialects() {
    return EnumSet.of(Dialect.PHYR);
  }

  @Override
  public List<Outcome> apply(FunctionCode function, Context context) {
    List<Occurrence> maps = new ArrayList<>(function.calls("scsi_dma_map"));
    function.calls("dma_map_sg").stream().filter(c -> command(c).isPresent()).forEach(maps::add);
    if (maps.isEmpty()) {
      return List.of();
    }
    DriverUnit unit = DriverUnit.of(function.file().path(), UNIT, context.tree());
    return List.of(
        context
            .memo()
            .of(Converted.class, unit, () -> Converted.of(unit, context.tree()))
            .outcome(function));
  }

  /// A driver, converted or refused as a whole.
  private record Converted(
      Draft draft,
      Set<FunctionCode> mappers,
      Set<FunctionCode> others,
      Set<String> remarks,
      Optional<Outcome.Refusal> refusal) {

    static Converted of(DriverUnit unit, CodeTree tree) {
      Draft draft = new Draft();
      Set<FunctionCode> others = new LinkedHashSet<>();
      Set<String> remarks = new LinkedHashSet<>();
      try {
        Set<FunctionCode> mappers = convert(unit, tree, draft, others, remarks);
        return new Converted(draft, mappers, others, remarks, Optional.empty());
      } catch (RefusedException e) {
        return new Converted(draft, Set.of(), Set.of(), Set.of(), Optional.of(e.refusal()));
      } catch (IllegalStateException | IllegalArgumentException e) {
        Outcome.Refusal meets =
            new Outcome.Refusal(
                Outcome.Kind.ASSIST,
                unit.files().getFirst(),
                1,
                "the edits of this driver meet: " + e.getMessage());
        return new Converted(draft, Set.of(), Set.of(), Set.of(), Optional.of(meets));
      }
    }

    /// The patch, proposed for one of the functions that map.
    Outcome outcome(FunctionCode mapper) {
      if (refusal.isPresent()) {
        return refusal.get();
      }
      Set<FunctionCode> touched = new LinkedHashSet<>(List.of(mapper));
      others.stream().filter(c -> !mappers.contains(c)).forEach(touched::add);
      return new Outcome.Proposal(
          draft.files(),
          touched.stream().map(c -> new Outcome.Touched(c.file().path(), c.name())).toList(),
          "keep DMA vectors apart from the command's scatterlist",
          "The scatterlist of a command is the input of its mapping and the place of its output,"
              + " with two different entry counts. Let the command's vectors hold what the device"
              + " sees, and read it there; the list stays what it was before the mapping. "
              + (remarks.isEmpty() ? "No functional change." : String.join(" ", remarks)));
    }
  }

  /// Writes the edits of a driver and gives the functions that map.
  private static Set<FunctionCode> convert(
      DriverUnit unit, CodeTree tree, Draft draft, Set<FunctionCode> others, Set<String> remarks)
      throws RefusedException {
    List<FunctionCode> functions = unit.functions(WORDS, tree);
    List<Occurrence> maps = new ArrayList<>();
    Set<Entity.Local> aliases = new LinkedHashSet<>();
    for (FunctionCode code : functions) {
      for (Occurrence call : code.calls("scsi_dma_map")) {
        Tests.require(call);
        renamed(call, "scsi_dma_map_vecs", draft);
        maps.add(call);
      }
      for (Occurrence call : code.calls("dma_map_sg")) {
        Optional<Expr> command = command(call);
        if (command.isPresent()) {
          Tests.require(call);
          MapCalls.map(call, home(command.get(), code), draft);
          maps.add(call);
          alias(call, aliases);
        }
      }
      for (Occurrence call : code.calls("dma_unmap_sg")) {
        command(call)
            .ifPresent(c -> {
              MapCalls.unmap(call, home(c, code), draft);
              alias(call, aliases);
              others.add(code);
            });
      }
      for (Occurrence call : code.calls("scsi_dma_unmap")) {
        renamed(call, "scsi_dma_unmap_vecs", draft);
        others.add(code);
      }
    }
    hidden(unit, functions, tree);
    VectorRewrite rewrite = new VectorRewrite(tree, functions, new CommandList(aliases), maps);
    Optional<VectorRewrite.Obstacle> obstacle = rewrite.obstacle();
    if (obstacle.isPresent()) {
      throw RefusedException.of(
          obstacle.get().forbids() ? Outcome.Kind.REFUSE : Outcome.Kind.ASSIST,
          obstacle.get().at(),
          obstacle.get().reason());
    }
    if (!rewrite.edit(draft)) {
      throw RefusedException.assist(
          maps.getFirst(),
          "nothing in this driver reads the DMA side of the command's list in view");
    }
    others.addAll(rewrite.readers());
    remarks.addAll(rewrite.remarks());
    Set<FunctionCode> mappers = new LinkedHashSet<>();
    maps.forEach(m -> mappers.add(m.in()));
    return mappers;
  }

  /// A local that stands for the list in a mapping call.
  private static void alias(Occurrence call, Set<Entity.Local> aliases) {
    if (((Expr.Call) call.expr()).args().get(1) instanceof Expr.Name name
        && Entity.of(name, call.in()).orElse(null) instanceof Entity.Local local) {
      aliases.add(local);
    }
  }

  /// The command whose list a call of `dma_map_sg()` or `dma_unmap_sg()` works on.
  private static Optional<Expr> command(Occurrence call) {
    Expr.Call mapping = (Expr.Call) call.expr();
    if (mapping.args().size() < 4) {
      return Optional.empty();
    }
    Expr list = mapping.args().get(1);
    Expr made =
        list instanceof Expr.Name name ? Assignments.single(name, call.in()).orElse(list) : list;
    return made instanceof Expr.Call c && c.name().filter("scsi_sglist"::equals).isPresent()
        ? Optional.of(c.args().getFirst())
        : Optional.empty();
  }

  /// Where the command keeps its vectors.
  private static String home(Expr command, FunctionCode code) {
    return "&" + code.text(command.span()) + "->dma_vecs";
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
  ///
  /// @param aliases locals that stand for it
  private record CommandList(Set<Entity.Local> aliases) implements MappedList {

    @Override
    public Optional<String> count(String vectors) {
      String command = vectors.substring(vectors.indexOf('(') + 1, vectors.length() - 1);
      return Optional.of(command + "->dma_vecs.nr");
    }

    @Override
    public boolean isAlias(Entity.Local variable) {
      return aliases.contains(variable);
    }

    @Override
    public Optional<String> vectors(Expr expr, FunctionCode code) {
      return switch (expr) {
        case Expr.Name name when Entity.of(name, code).filter(aliases::contains).isPresent() ->
            Assignments.single(name, code).flatMap(e -> vectors(e, code));
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
