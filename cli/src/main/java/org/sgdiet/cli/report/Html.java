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
