// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.MemberKey;

/// A value named from where it starts: a root and the members on the way. Dereferences, addresses
/// and array elements are left out, and so are the steps from a `struct sg_table` to its list: the
/// table and its list are one value.
public record Path(Root root, List<MemberKey> members) {

  public Path {
    members = List.copyOf(members);
  }

  /// A path without members.
  public Path(Root root) {
    this(root, List.of());
  }

  /// This path and one more member.
  public Path then(MemberKey member) {
    if (isInsideTable(member)) {
      return this;
    }
    List<MemberKey> longer = new ArrayList<>(members);
    longer.add(member);
    return new Path(root, longer);
  }

  /// This path, started where `other` ends.
  public Path from(Path other) {
    List<MemberKey> all = new ArrayList<>(other.members);
    all.addAll(members);
    return new Path(other.root, all);
  }

  /// Whether this is `other`, or a member of it.
  public boolean startsWith(Path other) {
    return root.equals(other.root)
        && members.size() >= other.members.size()
        && members.subList(0, other.members.size()).equals(other.members);
  }

  /// The last member.
  public Optional<MemberKey> last() {
    return members.isEmpty() ? Optional.empty() : Optional.of(members.getLast());
  }

  /// Whether a member is a step from a table to its list.
  static boolean isInsideTable(MemberKey member) {
    return switch (member.field()) {
      case "sgl" -> member.struct().isEmpty() || member.struct().equals("sg_table");
      case "sgt" -> member.struct().equals("sg_append_table");
      default -> false;
    };
  }

  /// Whether two paths may be one value, seen from two functions: the same last member, or the same
  /// root when there is none.
  public boolean meets(Path other) {
    if (members.isEmpty() != other.members.isEmpty()) {
      return false;
    }
    return members.isEmpty()
        ? root.equals(other.root) && !(root instanceof Root.Unknown)
        : members.getLast().mayBe(other.members.getLast());
  }

  @Override
  public String toString() {
    return root + (members.isEmpty() ? "" : " " + members);
  }
}
