// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.sgdiet.testdata.HouseRules.onlyDependsOn;
import static org.sgdiet.testdata.HouseRules.soleUser;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.sgdiet.testdata.HouseRules;
import org.sgdiet.testdata.MainClasses;

/// The dependency line and the sole users of libraries, as this module keeps them.
@AnalyzeClasses(packages = "org.sgdiet.cli", importOptions = MainClasses.class)
class ArchitectureTest {
  @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule line =
      onlyDependsOn(
          "java..",
          "org.jspecify..",
          "picocli..",
          "org.eclipse.jgit..",
          "tools.jackson..",
          "com.fasterxml.jackson.annotation..",
          "org.sgdiet..");

  @ArchTest static final ArchRule git = soleUser("org.sgdiet.cli.git..", "org.eclipse.jgit..");

  @ArchTest
  static final ArchRule oneExit =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Main.class.getName())
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("a command returns its exit code, so that a test can run it");

  @ArchTest
  static final ArchRule oneTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sgdiet.cli.terminal..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in")
          .because("a command writes to the terminal that it is given");
}
