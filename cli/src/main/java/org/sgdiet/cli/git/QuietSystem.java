// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// The machine as JGit sees it, without what JGit would do unasked: run a `git` process to find the
/// system's configuration, and write probe files beside the repository to measure the clock of its
/// file system.
final class QuietSystem extends SystemReader.Delegate {

  /// Coarser than any file system of today, so that a file is read once too often rather than once
  /// too seldom.
  private static final String CLOCK_RESOLUTION = "10 ms";

  private QuietSystem(SystemReader machine) {
    super(machine);
  }

  /// Makes JGit see the machine this way from now on.
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof QuietSystem)) {
      SystemReader.setInstance(new QuietSystem(SystemReader.getInstance()));
    }
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new FileBasedConfig(parent, new File("/etc/gitconfig"), fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    File file = super.openUserConfig(parent, fs).getFile();
    return new FileBasedConfig(parent, file, fs) {
      @Override
      public @Nullable String getString(String section, @Nullable String subsection, String name) {
        return section.equals("filesystem")
            ? CLOCK_RESOLUTION
            : super.getString(section, subsection, name);
      }
    };
  }
}
