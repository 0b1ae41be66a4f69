// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;

/// Tells of a place once, however many mappings are forgotten there.
record ToldOnce(Rule rule, Findings findings, Set<String> told) {

  static ToldOnce of(Rule rule, Findings findings) {
    return new ToldOnce(rule, findings, new HashSet<>());
  }

  void add(Body body, Span at, Confidence confidence, String message, List<Note> notes) {
    if (told.add(body + "|" + at + "|" + message)) {
      findings.add(rule, body, at, confidence, message, notes);
    }
  }
}
