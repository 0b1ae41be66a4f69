// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.Set;
import java.util.TreeSet;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.source.Prefilter;

/// The words that decide which files and functions are worth parsing.
///
/// @param sites names of the calls that are sites, of those that read what a mapping made of an
///   entry, since a DMA engine's driver walks lists that its clients map, and of those by which the
///   core maps for a driver
/// @param lists names of the calls that map or unmap whole lists
/// @param near words that show that a file deals with lists at all
record ScanWords(Prefilter sites, Prefilter lists, Prefilter near) {

  private static final Set<String> LIST_WORDS = Set.of("scatterlist", "sg_table", "sgl", "sgt");

  private static final Set<String> REQUESTS =
      Set.of("usb_gadget_map_request", "usb_gadget_map_request_by_dev");

  ScanWords(KernelApi api) {
    this(
        new Prefilter(withReaders(api.names(KernelCall::isSite))),
        new Prefilter(api.names(k -> k.isSite() && k.subject().isList())),
        new Prefilter(near(api)));
  }

  private static Set<String> withReaders(Set<String> names) {
    Set<String> words = new TreeSet<>(names);
    words.addAll(REQUESTS);
    words.add("sg_dma_address");
    words.add("sg_dma_len");
    return words;
  }

  private static Set<String> near(KernelApi api) {
    Set<String> words = new TreeSet<>(LIST_WORDS);
    words.addAll(
        api.names(k ->
            switch (k.effect()) {
              case MAP, UNMAP, SYNC, BUILD -> k.subject().isList();
              case INIT, FILL, ALLOC, WALK, STEP, PREP, REGISTER, EXPORT, WALK_PAGES -> true;
              case ACCESS, FREE, COPY, TEST, QUERY, COUNT -> false;
            }));
    words.add("sg_dma_address");
    words.add("sg_dma_len");
    return words;
  }
}
