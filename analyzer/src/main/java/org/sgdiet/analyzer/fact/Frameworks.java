// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Set;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Driver;

/// Tells whether a mapping serves other drivers: the mapping function is exported to them.
final class Frameworks {

  private static final Set<Origin> SHARED =
      Set.of(Origin.USB_URB, Origin.USB_GADGET_REQ, Origin.RDMA_UMEM, Origin.SPI_TRANSFER);

  private final Driver driver;

  Frameworks(Driver driver) {
    this.driver = driver;
  }

  /// The exported function that maps for others; empty when the mapping serves one driver.
  String of(Body mapper, Origin origin) {
    boolean shared =
        SHARED.contains(origin)
            || driver.file(mapper.file().path()).filter(f -> f.exports(mapper.name())).isPresent();
    return shared ? mapper.name() + "()" : "";
  }
}
