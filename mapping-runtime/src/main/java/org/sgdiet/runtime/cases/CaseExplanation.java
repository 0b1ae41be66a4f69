// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.api.DmaApi;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.memory.PhysAddr;
import org.sgdiet.runtime.path.IovaState;
import org.sgdiet.runtime.path.Steps;
import org.sgdiet.runtime.sg.KernelBug;
import org.sgdiet.runtime.sg.ScatterArray;

/// Which rules of docs/dma-model.md fired for a case, call by call, as text for a person.
public final class CaseExplanation {
  private static final int AT = 0;

  private final MappingCase mappingCase;
  private final DmaApi dma;
  private final List<String> lines = new ArrayList<>();

  private CaseExplanation(Profile profile, MappingCase mappingCase) {
    this.mappingCase = mappingCase;
    dma = CaseRunner.open(profile, mappingCase);
    dma.host().steps().record(true);
  }

  /// The lines: a call, then indented the rules that decided it, then what it returned.
  public static List<String> of(Profile profile, MappingCase mappingCase) {
    CaseExplanation explanation = new CaseExplanation(profile, mappingCase);
    try {
      explanation.list();
      explanation.iova();
    } catch (KernelBug bug) {
      explanation.steps();
      explanation.lines.add("  kernel BUG in " + bug.function() + ": " + bug.getMessage());
    }
    return List.copyOf(explanation.lines);
  }

  private void list() {
    ScatterArray list = CaseRunner.list(dma, mappingCase);
    int nents = mappingCase.elements().size();
    lines.add(
        "dma_map_sg_attrs: %d entries, %d bytes, %s"
            .formatted(nents, mappingCase.totalLength(), mappingCase.dir()));
    int count = dma.mapSg(list.first(), nents, mappingCase.dir(), mappingCase.attrs(), AT);
    steps();
    lines.add("  returns " + count);
    for (int i = 0; i < count; i++) {
      lines.add(
          "  segment %d: bus 0x%x, %s bytes"
              .formatted(
                  i,
                  list.entry(i).dmaAddress(),
                  Integer.toUnsignedString(list.entry(i).dmaLength())));
    }
    if (count > 0) {
      lines.add("dma_unmap_sg_attrs");
      dma.unmapSg(list.first(), nents, mappingCase.dir(), mappingCase.attrs(), AT);
      steps();
    }
  }

  private void iova() {
    IovaState state = new IovaState();
    long first =
        mappingCase.elements().isEmpty() ? 0 : mappingCase.start(mappingCase.elements().getFirst());
    lines.add("dma_iova_try_alloc: %d bytes".formatted(mappingCase.totalLength()));
    boolean allocated =
        dma.iova().tryAlloc(state, new PhysAddr(first), mappingCase.totalLength(), AT);
    steps();
    lines.add("  returns " + allocated);
    if (!allocated) {
      return;
    }
    long offset = 0;
    int error = 0;
    for (int i = 0; i < mappingCase.elements().size() && error == 0; i++) {
      long length = Integer.toUnsignedLong(mappingCase.elements().get(i).length());
      long start = mappingCase.start(mappingCase.elements().get(i));
      lines.add("dma_iova_link: element %d at offset %d".formatted(i, offset));
      error =
          dma.iova()
              .link(
                  state,
                  new PhysAddr(start),
                  offset,
                  length,
                  mappingCase.dir(),
                  mappingCase.attrs(),
                  AT);
      steps();
      lines.add("  returns " + error);
      offset += error == 0 ? length : 0;
    }
    lines.add("dma_iova_destroy: %d bytes".formatted(offset));
    dma.iova().destroy(state, offset, mappingCase.dir(), mappingCase.attrs(), AT);
    steps();
  }

  private void steps() {
    for (Steps.Step step : dma.host().steps().take()) {
      lines.add(
          "  rule %d %s: %s".formatted(step.rule().number(), step.rule().function(), step.text()));
    }
  }
}
