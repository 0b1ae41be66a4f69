// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// What to write instead of a misuse, as changes of bytes.
///
/// @param shown the call or expression as it reads afterwards, on one line
/// @param changes of the file of the finding, by offset, none of them overlapping; none at all when
///   it is for display only
public record Fix(Kind kind, String shown, List<Change> changes) {

  /// What was done to be sure that a fix is right.
  public enum Kind {
    /// Executed before and after: the misuse is gone, and no other came.
    PROVED,
    /// It compiles and does what the message says; whether the driver meant that, a person decides.
    NEEDS_REVIEW,
    /// Shows the way; more has to change than these bytes.
    DISPLAY_ONLY;

    /// As reports write it.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Bytes that are replaced; an empty span inserts.
  ///
  /// @param span in the original file
  /// @param replacement one latin-1 character a byte
  public record Change(Span span, String replacement) {}

  public Fix {
    changes = changes.stream().sorted(Comparator.comparingInt(c -> c.span().start())).toList();
  }

  /// Changes inside `whole` that a person has to look at.
  static Fix inside(Body body, Span whole, Change... changes) {
    Fix fix = new Fix(Kind.NEEDS_REVIEW, "", List.of(changes));
    return new Fix(fix.kind(), fix.applied(body, whole), fix.changes());
  }

  /// A call with another argument.
  static Fix argument(Body body, Expr.Call call, Expr argument, String instead) {
    return inside(body, call.span(), new Change(argument.span(), instead));
  }

  /// The same text, but to be shown only.
  Fix displayOnly() {
    return new Fix(Kind.DISPLAY_ONLY, shown, List.of());
  }

  /// This fix after an execution has shown that it is right.
  public Fix proved() {
    return new Fix(Kind.PROVED, shown, changes);
  }

  private String applied(Body body, Span whole) {
    StringBuilder text = new StringBuilder();
    int from = whole.start();
    for (Change change : changes) {
      text.append(body.file().text(new Span(from, change.span().start())));
      text.append(change.replacement());
      from = change.span().end();
    }
    text.append(body.file().text(new Span(from, whole.end())));
    return text.toString().replaceAll("\\s+", " ");
  }
}
