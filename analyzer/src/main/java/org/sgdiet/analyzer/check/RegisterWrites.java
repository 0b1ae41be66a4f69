// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// Functions of a driver that write what they are given to the device, and keep it nowhere.
final class RegisterWrites {

  /// How many calls deep such a function is looked into.
  private static final int DEEPEST = 2;

  private RegisterWrites() {}

  /// Whether all that a call does with a value is to write it to the device.
  static boolean isAll(Driver driver, Body body, Expr.Call call, Predicate<Expr> isValue) {
    return isAll(driver, body, call, isValue, DEEPEST);
  }

  private static boolean isAll(
      Driver driver, Body body, Expr.Call call, Predicate<Expr> isValue, int deep) {
    List<Body> targets = deep == 0 ? List.of() : driver.targets(body, call);
    return !targets.isEmpty()
        && targets.stream()
            .allMatch(t ->
                IntStream.range(0, call.args().size())
                    .filter(i -> mentions(call.args().get(i), isValue))
                    .allMatch(
                        i -> parameter(t, i).filter(p -> writes(driver, t, p, deep)).isPresent()));
  }

  private static Optional<String> parameter(Body body, int index) {
    return body.function().parameters().size() > index
        ? body.function().parameters().get(index).name()
        : Optional.empty();
  }

  private static boolean writes(Driver driver, Body body, String id, int deep) {
    Predicate<Expr> isValue = e -> e instanceof Expr.Name(String n, _) && n.equals(id);
    return body.definitions().stream()
            .noneMatch(d -> d.value().filter(v -> isIn(v, isValue)).isPresent())
        && body.returned().stream().noneMatch(r -> isIn(r, isValue))
        && body.calls().stream().anyMatch(c -> gets(c, isValue))
        && body.calls().stream()
            .filter(c -> gets(c, isValue))
            .allMatch(
                c -> MapEvents.writesOnly(c.name()) || isAll(driver, body, c, isValue, deep - 1));
  }

  private static boolean gets(Expr.Call call, Predicate<Expr> isValue) {
    return call.args().stream().anyMatch(a -> mentions(a, isValue));
  }

  private static boolean isIn(Expr expr, Predicate<Expr> isValue) {
    return isValue.test(expr) || Parts.of(expr).stream().anyMatch(e -> isIn(e, isValue));
  }

  /// Whether a value is part of an expression, but not of a call in it.
  private static boolean mentions(Expr expr, Predicate<Expr> isValue) {
    return isValue.test(expr)
        || (!(expr instanceof Expr.Call)
            && Parts.of(expr).stream().anyMatch(e -> mentions(e, isValue)));
  }
}
