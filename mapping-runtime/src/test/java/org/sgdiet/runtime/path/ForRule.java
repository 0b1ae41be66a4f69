// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The rules of docs/dma-model.md that a test pins down.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface ForRule {
  int[] value();
}
