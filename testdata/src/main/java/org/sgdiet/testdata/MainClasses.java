// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.testdata;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/// Leaves a module's tests out of its architecture, in whichever build directory they are.
public final class MainClasses implements ImportOption {
  @Override
  public boolean includes(Location location) {
    return !location.contains("/test-classes/");
  }
}
