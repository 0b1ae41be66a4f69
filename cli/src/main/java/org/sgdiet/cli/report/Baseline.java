// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgdiet.analyzer.check.Finding;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The findings of an earlier scan, known by rule and fingerprint wherever their lines moved to.
public final class Baseline {
  private final Map<String, Integer> known = new HashMap<>();

  private Baseline() {}

  /// A baseline from what `scan` wrote as JSON or SARIF.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static Baseline read(byte[] json) {
    JsonNode report;
    try {
      report = Json.LINE.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    Baseline baseline = new Baseline();
    if (report.path("schema").asString("").equals(JsonReport.SCHEMA)) {
      for (JsonNode finding : report.path("findings")) {
        baseline.add(finding.path("rule"), finding.path("fingerprint"));
      }
    } else if (report.path("runs").isArray()
        && report.path("version").asString("").equals("2.1.0")) {
      for (JsonNode run : report.path("runs")) {
        for (JsonNode result : run.path("results")) {
          baseline.add(
              result.path("ruleId"),
              result.path("partialFingerprints").path(SarifReport.FINGERPRINT));
        }
      }
    } else {
      throw new IllegalArgumentException("neither of the two");
    }
    return baseline;
  }

  private void add(JsonNode rule, JsonNode fingerprint) {
    if (!rule.isString() || !fingerprint.isString()) {
      throw new IllegalArgumentException("a finding without rule or fingerprint");
    }
    known.merge(key(rule.asString(), fingerprint.asString()), 1, Integer::sum);
  }

  /// The findings that were not there yet.
  public List<Finding> without(List<Finding> findings) {
    Map<String, Integer> left = new HashMap<>(known);
    List<Finding> fresh = new ArrayList<>();
    for (Finding finding : findings) {
      int before = left.merge(key(finding.rule(), finding.fingerprint()), -1, Integer::sum);
      if (before < 0) {
        fresh.add(finding);
      }
    }
    return fresh;
  }

  private static String key(String rule, String fingerprint) {
    return rule + ' ' + fingerprint;
  }
}
