// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.sgdiet.runtime.program.Position;

/// Lines of a driver's files that runs came by.
public final class Lines {

  /// One set a file, in the order of the files of the program.
  private final List<BitSet> files = new ArrayList<>();

  void add(Position at) {
    file(at.file()).set(at.line());
  }

  /// Adds all lines of `others`.
  public void addAll(Lines others) {
    for (int i = 0; i < others.files.size(); i++) {
      file(i).or(others.files.get(i));
    }
  }

  private BitSet file(int number) {
    while (files.size() <= number) {
      files.add(new BitSet());
    }
    return files.get(number);
  }

  /// Whether one of the lines of a file is among these.
  ///
  /// @param file index into the files of the program
  /// @param first 1-based
  /// @param last included
  public boolean any(int file, int first, int last) {
    int next = file < 0 || file >= files.size() ? -1 : files.get(file).nextSetBit(first);
    return next >= 0 && next <= last;
  }
}
