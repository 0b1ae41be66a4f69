// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.analyzer;

import static org.sgdiet.testdata.HouseRules.onlyDependsOn;
import static org.sgdiet.testdata.HouseRules.soleUser;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.sgdiet.testdata.HouseRules;
import org.sgdiet.testdata.MainClasses;

/// The dependency line and the sole users of libraries, as this module keeps them.
@AnalyzeClasses(packages = "org.sgdiet.analyzer", importOptions = MainClasses.class)
class ArchitectureTest {
  @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);

  @ArchTest static final ArchRule pure = HouseRules.isPure;

  @ArchTest
  static final ArchRule line =
      onlyDependsOn(
          "java..",
          "org.jspecify..",
          "io.github.treesitter..",
          "org.sgdiet.runtime..",
          "org.sgdiet.analyzer..");

  @ArchTest
  static final ArchRule treeSitter =
      soleUser("org.sgdiet.analyzer.syntax..", "io.github.treesitter..");
}
