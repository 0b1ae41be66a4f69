// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.sgdiet.analyzer.source.SourceFile;

/// What a driver may rely on when the tree does not have the kernel's headers: the members of the
/// structs that mapping code looks into, in a header of this project's own.
final class Prelude {

  private Prelude() {}

  static SourceFile file() {
    try (InputStream in = Prelude.class.getResourceAsStream("prelude.h")) {
      if (in == null) {
        throw new IllegalStateException("prelude.h is missing from the analyzer");
      }
      return new SourceFile("<prelude>", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
