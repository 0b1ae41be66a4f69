// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.model.flow.ValueFlow;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A site in its function, before its facts are known.
public record FoundCall(Body body, Expr.Call call, KernelCall kernel) {

  /// The argument of a kind.
  public Optional<Expr> argument(Parameter kind) {
    OptionalInt at = kernel.index(kind);
    return at.isPresent() ? Optional.of(call.args().get(at.getAsInt())) : Optional.empty();
  }

  /// The list, table, command, buffer, handle or state that the call works on.
  public Optional<Expr> subject() {
    OptionalInt at = kernel.subjectIndex();
    return at.isPresent() ? Optional.of(call.args().get(at.getAsInt())) : Optional.empty();
  }

  /// What the subject can be.
  public Set<Path> values(ValueFlow flow) {
    return subject().map(s -> flow.subject(body, kernel, s)).orElse(Set.of());
  }

  /// Whether a path is what the call returns.
  public boolean made(Path path) {
    return path.members().isEmpty()
        && path.root() instanceof Root.Result(Body in, Span at, String _)
        && in == body
        && at.equals(call.span());
  }

  /// What kind of site the call is.
  public SiteKind kind() {
    return switch (kernel.effect()) {
      case MAP -> SiteKind.MAP;
      case UNMAP -> SiteKind.UNMAP;
      case SYNC -> SiteKind.SYNC;
      case BUILD -> SiteKind.BUILD;
      case INIT,
          FILL,
          ALLOC,
          FREE,
          WALK,
          STEP,
          ACCESS,
          COPY,
          PREP,
          REGISTER,
          EXPORT,
          TEST,
          QUERY,
          COUNT,
          WALK_PAGES ->
          throw new IllegalStateException(kernel.name() + " makes no site");
    };
  }

  /// Whether a scatterlist is mapped, rather than one buffer or range.
  public boolean isList() {
    return kernel.subject().isList();
  }

  /// Whether the call goes through a member of the driver's own operations table that bears the
  /// name of the kernel's call.
  public boolean throughTable() {
    return call.name().isEmpty();
  }

  /// The arguments as written.
  public List<Argument> args() {
    return call.args().stream().map(a -> new Argument(text(a), a.span())).toList();
  }

  /// Where the call stands.
  public Place place() {
    return new Place(body.file().path(), body.line(call.span().start()), body.name());
  }

  private String text(Expr arg) {
    return body.file().text(arg.span()).replaceAll("\\s+", " ");
  }
}
