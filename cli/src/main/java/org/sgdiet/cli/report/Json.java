// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Records as JSON: fields in the order of the record's components, `\n` on every system.
public final class Json {

  /// One value on one line, and the reader of JSON input.
  public static final JsonMapper LINE =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private static final JsonMapper INDENTED =
      LINE.rebuild()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private Json() {}

  /// Writes a document for people who look into it: indented, with a final line end.
  public static void write(Object document, PrintStream out) {
    INDENTED.writeValue(out, document);
    out.print('\n');
  }
}
