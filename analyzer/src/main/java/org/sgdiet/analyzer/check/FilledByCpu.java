// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;

/// Whether the CPU puts data into a buffer before it is unmapped, too late or not. Who clears a
/// buffer puts none there.
final class FilledByCpu {

  private static final Pattern FILLS =
      Pattern.compile("(__)?skb_put(_data|_u8|_zero)?|mem(cpy|move)|str(s|n)?cpy|memcpy_fromio");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  private FilledByCpu() {}

  /// Whether the device is to read data from what `map` maps and `unmap` unmaps.
  static boolean isFilled(FoundCall map, FoundCall unmap) {
    Body body = map.body();
    int end = body == unmap.body() ? unmap.call().span().start() : body.function().span().end();
    Optional<String> mapped =
        map.argument(Parameter.BUFFER).flatMap(b -> firstName(body, Expressions.plain(b)));
    return mapped.isPresent()
        && body.calls().stream()
            .filter(c -> c.span().end() <= end && !c.args().isEmpty())
            .filter(c -> c.name().filter(n -> FILLS.matcher(n).matches()).isPresent())
            .anyMatch(c -> firstName(body, Expressions.plain(c.args().getFirst())).equals(mapped));
  }

  private static Optional<String> firstName(Body body, Expr expr) {
    Matcher name = NAME.matcher(body.text(expr));
    return name.find() ? Optional.of(name.group()) : Optional.empty();
  }
}
