// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;

/// Pieces of one self-contained page: no script, no font, no picture from elsewhere, and a policy
/// that forbids all of it.
final class Html {
  private Html() {}

  /// Text, harmless.
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// An element around HTML.
  static String element(String name, String attributes, String inner) {
    return "<"
        + name
        + (attributes.isEmpty() ? "" : " " + attributes)
        + ">"
        + inner
        + "</"
        + name
        + ">";
  }

  /// A table; a heading that starts with `#` is a column of numbers.
  static String table(List<String> headings, List<List<String>> rows) {
    String head =
        headings.stream()
            .map(h -> element("th", number(h) ? "class=\"n\"" : "", text(h.replaceFirst("^#", ""))))
            .collect(Collectors.joining());
    StringBuilder body = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        cells.append(element("td", number(headings.get(i)) ? "class=\"n\"" : "", row.get(i)));
      }
      body.append(element("tr", "", cells.toString())).append('\n');
    }
    return "<div class=\"wide\"><table><thead><tr>"
        + head
        + "</tr></thead><tbody>\n"
        + body
        + "</tbody></table></div>\n";
  }

  private static boolean number(String heading) {
    return heading.startsWith("#");
  }

  /// A place in a file.
  static String place(String place) {
    return element("span", "class=\"place\"", text(place));
  }

  /// A finding that can be linked to by its fingerprint.
  ///
  /// @param rule its rule, empty where a heading above says it
  /// @param more HTML below the message
  static String finding(Finding finding, String colour, String rule, String more) {
    StringBuilder head = new StringBuilder(place(finding.file() + ":" + finding.line()));
    if (!finding.function().isEmpty()) {
      head.append(' ').append(element("code", "", text(finding.function() + "()")));
    }
    if (!rule.isEmpty()) {
      head.append(' ').append(element("code", "class=\"rule\"", text(rule)));
    }
    StringBuilder inner = new StringBuilder(element("p", "class=\"at\"", head.toString()));
    inner.append(element("p", "class=\"" + colour + "\"", text(finding.message())));
    for (Finding.Note note : finding.notes()) {
      inner.append(
          element("p", "", place(note.file() + ":" + note.line()) + " " + text(note.message())));
    }
    finding
        .fix()
        .ifPresent(fix ->
            inner.append(
                element(
                    "p",
                    "",
                    "write instead: "
                        + element("code", "", text(fix.shown()))
                        + " ("
                        + fix.kind().word()
                        + ")")));
    return element("article", "id=\"" + text(finding.fingerprint()) + "\"", inner + more) + "\n";
  }

  /// Lines of a diff; nothing for none.
  static String diff(List<String> lines) {
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      String colour =
          switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "ins";
            case '-' -> "del";
            case '@' -> "dim";
            default -> "";
          };
      String shown = text(line.stripTrailing());
      out.append(colour.isEmpty() ? shown : element("span", "class=\"" + colour + "\"", shown));
      out.append('\n');
    }
    return out.isEmpty() ? "" : element("pre", "class=\"wide\"", out.toString());
  }

  /// Lines of a run behind a heading that opens; nothing for none.
  static String trace(String title, List<String> lines) {
    return lines.isEmpty()
        ? ""
        : element(
            "details",
            "",
            element("summary", "", text(title))
                + element("pre", "class=\"wide\"", text(String.join("\n", lines))));
  }

  /// The whole page.
  static String page(String title, String body) {
    String style = style();
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(digest(style), text(title), style, body);
  }

  private static String digest(String style) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String style() {
    try (InputStream in = Html.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing beside " + Html.class.getName());
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
