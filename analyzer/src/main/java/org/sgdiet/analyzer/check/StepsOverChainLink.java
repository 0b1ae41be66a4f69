// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.syntax.Expr;

/// A list that may be chained, walked as if it were one array.
final class StepsOverChainLink implements Check {

  private static final Rule RULE =
      new Rule(
          "steps-over-chain-link",
          "a list that may be chained is walked as one array",
          "sg_alloc_table() and the block, SCSI and crypto layers chain lists that do not fit in a"
              + " page: the last entry of each part is no entry but the link to the next part.",
          "The link is taken for an entry: its page and length are nonsense, and what lies behind"
              + " the part is read as more of the list.",
          "Walk with sg_next() or for_each_sg().",
          "include/linux/scatterlist.h, sg_next() and sg_chain(), 7.3");

  private static final Set<String> CHAINED = Set.of("sg_table.sgl");

  private static final Set<String> GIVE_CHAINED = Set.of("scsi_sglist", "scsi_prot_sglist");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    facts.calls().stream()
        .filter(FoundCall::isList)
        .map(FoundCall::body)
        .distinct()
        .forEach(b -> run(facts, b, findings));
  }

  private static void run(DriverFacts facts, Body body, Findings findings) {
    for (Expr expr : body.expressions()) {
      if (expr instanceof Expr.Step(boolean increment, _, Expr.Name(String id, _), _)
          && increment
          && isChained(facts, body, id)) {
        findings.add(
            RULE,
            body,
            expr.span(),
            Confidence.MODERATE,
            "'%s' steps into the link where the list is chained; sg_next() follows it"
                .formatted(id),
            List.of());
      }
    }
  }

  /// Whether all that a variable is set to is the head of such a list.
  private static boolean isChained(DriverFacts facts, Body body, String id) {
    List<Expr> values =
        body.definitions(id).stream()
            .filter(d -> d.how() != How.CHANGED)
            .map(Definition::value)
            .flatMap(Optional::stream)
            .toList();
    return body.parameter(id).isEmpty()
        && !values.isEmpty()
        && values.stream().allMatch(v -> isHead(facts, body, v));
  }

  private static boolean isHead(DriverFacts facts, Body body, Expr value) {
    return switch (value) {
      case Expr.Member member -> {
        MemberKey key = facts.flow().driver().tags().key(body, member);
        yield CHAINED.contains(key.toString());
      }
      case Expr.Call call -> call.name().filter(GIVE_CHAINED::contains).isPresent();
      default -> false;
    };
  }
}
