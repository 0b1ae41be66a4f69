// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One form of one kernel function or macro.
///
/// @param parameters one a parameter, in order
/// @param open whether more arguments may follow
/// @param member the member that the list stands in, for a call that takes the struct that holds it
/// @param since first release with this form, empty when it is older than this project cares
/// @param until first release without it, empty when it is still there
public record KernelCall(
    Effect effect,
    Subject subject,
    Returns returns,
    String name,
    List<Parameter> parameters,
    boolean open,
    Optional<MemberKey> member,
    Optional<KernelVersion> since,
    Optional<KernelVersion> until) {

  public KernelCall {
    parameters = List.copyOf(parameters);
  }

  /// A function that maps for those who call it, of whose arguments nothing is said.
  public static KernelCall mapping(String name, Returns returns) {
    return new KernelCall(
        Effect.MAP,
        Subject.LIST,
        returns,
        name,
        List.of(),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Position of the first parameter of a kind, 0-based.
  public OptionalInt index(Parameter parameter) {
    int at = parameters.indexOf(parameter);
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /// Position of what the call works on: the list, table, entry, command, handle or state.
  public OptionalInt subjectIndex() {
    return switch (subject) {
      case TABLE -> index(Parameter.TABLE);
      case COMMAND -> index(Parameter.COMMAND);
      case SINGLE -> index(Parameter.BUFFER);
      case PAGE -> index(Parameter.PAGE).isPresent() ? index(Parameter.PAGE) : index(Parameter.VEC);
      case PHYS, RESOURCE -> index(Parameter.PHYS);
      case HANDLE -> index(Parameter.HANDLE);
      case IOVA -> index(Parameter.STATE);
      case REQUEST -> index(Parameter.REQUEST);
      case VEC -> index(Parameter.VEC);
      case LIST, ENTRY, INPUT, OUTPUT, COUNT, SIZE, DIRECTION -> entryIndex();
    };
  }

  /// Whether the parameter at a position is a list.
  public boolean isList(int index) {
    return index < parameters.size() && parameters.get(index) == Parameter.LIST;
  }

  private OptionalInt entryIndex() {
    for (Parameter kind :
        List.of(Parameter.LIST, Parameter.TABLE, Parameter.COMMAND, Parameter.ENTRY)) {
      if (index(kind).isPresent()) {
        return index(kind);
      }
    }
    return index(Parameter.REQUEST);
  }

  /// Whether a call with this many arguments can be this form.
  public boolean takes(int arguments) {
    return open ? arguments >= parameters.size() : arguments == parameters.size();
  }

  /// Whether a release has this form.
  public boolean in(KernelVersion version) {
    return since.map(v -> v.compareTo(version) <= 0).orElse(true)
        && until.map(v -> version.compareTo(v) < 0).orElse(true);
  }

  /// Whether a call of it is a site: it maps, unmaps, syncs or builds.
  public boolean isSite() {
    return switch (effect) {
      case MAP, UNMAP, SYNC, BUILD -> true;
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
          false;
    };
  }
}
