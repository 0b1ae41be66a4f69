// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.testdata;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/// The rules that hold in every module; each module's `ArchitectureTest` takes them in and adds its
/// own.
public final class HouseRules {
  private HouseRules() {}

  /// A reader of a package may rely on "no null" without looking.
  @ArchTest
  public static final ArchRule everyPackageIsNullMarked = classes().should(beInNullMarkedPackage());

  /// Names say what a thing is in the kernel's terms, not which pattern it follows.
  @ArchTest
  public static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  /// A module sees these packages and no other.
  public static ArchRule onlyDependsOn(String... packages) {
    return classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages)
        .because("the modules are one straight line, and each names its libraries");
  }

  /// Only classes in `user` see the packages of a library.
  public static ArchRule soleUser(String user, String... library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(user)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .because("only " + user + " knows this library");
  }

  /// What makes the same input give another output, or reaches out of the process.
  public static final ArchRule isPure =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class)
          .because("the same input gives the same output, and a tree's content is never executed");

  private static ArchCondition<JavaClass> beInNullMarkedPackage() {
    return new ArchCondition<>("be in a package with @NullMarked in its package-info") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean marked =
            item.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        events.add(
            new SimpleConditionEvent(
                item, marked, item.getName() + ": its package has no @NullMarked package-info"));
      }
    };
  }
}
