// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Driver;

/// Tells whether a mapping serves other drivers: the mapping function is exported to them, or it is
/// reached through what is exported and nobody of its own module reads the outputs.
final class Frameworks {

  private static final int FARTHEST = 3;

  private static final Set<Origin> SHARED =
      Set.of(Origin.USB_URB, Origin.USB_GADGET_REQ, Origin.RDMA_UMEM, Origin.SPI_TRANSFER);

  private final Driver driver;

  Frameworks(Driver driver) {
    this.driver = driver;
  }

  /// The exported function or table that other drivers reach the mapping through; empty when it
  /// serves one driver.
  String of(Body mapper, Origin origin, List<Reader> readers) {
    if (SHARED.contains(origin) || isShared(mapper)) {
      return mapper.name() + "()";
    }
    Optional<String> table = exportedTable(mapper);
    if (table.isPresent()) {
      return table.get();
    }
    String file = mapper.file().path();
    boolean own =
        !readers.isEmpty()
            && readers.stream().allMatch(r -> driver.sameModule(file, r.place().file()));
    return own ? "" : exportedCaller(mapper).map(b -> b.name() + "()").orElse("");
  }

  /// Whether a function is there for drivers: exported, or of a header of the kernel's interfaces.
  private boolean isShared(Body body) {
    return exports(body, body.name()) || body.file().path().startsWith("include/");
  }

  /// Whether the module of a function calls it, by name or through a table.
  private boolean isOwn(CallSite site, Body body) {
    return site.call().name().filter(body.name()::equals).isPresent()
        || driver.sameModule(site.caller().file().path(), body.file().path());
  }

  private boolean exports(Body body, String name) {
    return driver.file(body.file().path()).filter(f -> f.exports(name)).isPresent();
  }

  private Optional<String> exportedTable(Body mapper) {
    return driver.variablesHolding(mapper).stream().filter(v -> exports(mapper, v)).findFirst();
  }

  private Optional<Body> exportedCaller(Body mapper) {
    Set<Body> seen = new LinkedHashSet<>(Set.of(mapper));
    Set<Body> edge = Set.of(mapper);
    for (int calls = 0; calls < FARTHEST; calls++) {
      Set<Body> next = new LinkedHashSet<>();
      for (Body b : edge) {
        driver.callers(b).stream().filter(c -> isOwn(c, b)).forEach(c -> next.add(c.caller()));
      }
      next.removeIf(b -> !seen.add(b));
      Optional<Body> exported = next.stream().filter(this::isShared).findFirst();
      if (exported.isPresent()) {
        return exported;
      }
      edge = next;
    }
    return Optional.empty();
  }
}
