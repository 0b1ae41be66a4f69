// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

/// The rewrite recipes, in the order in which a maintainer would take them.
public enum Recipe {
  R0("sg_table hygiene"),
  R1("one own entry"),
  R2("one borrowed entry"),
  R3("SCSI command data"),
  R4("crypto request lists"),
  R5("MMC data with own descriptors"),
  R6("own page or array lists, several entries"),
  R7("block request mapped by hand"),
  R8("dma-buf contract"),
  R9("RDMA"),
  R10("several entries handed to dmaengine"),
  R11("other borrowed lists"),
  R12("framework or wrapper");

  private final String title;

  Recipe(String title) {
    this.title = title;
  }

  /// What the recipe is about, in a few words.
  public String title() {
    return title;
  }
}
