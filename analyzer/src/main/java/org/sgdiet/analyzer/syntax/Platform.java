// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.Locale;

/// The processor and system that prebuilt libraries are made for.
///
/// @param processor `x86_64` or `aarch64`
/// @param system `linux-gnu`, `macos` or `windows`
/// @param suffix of a library's file name
record Platform(String processor, String system, String suffix) {

  /// The platform this process runs on, whether a library exists for it or not.
  static Platform current() {
    return of(System.getProperty("os.arch", ""), System.getProperty("os.name", ""));
  }

  /// The platform that Java names `arch` and `os`.
  static Platform of(String arch, String os) {
    String processor =
        switch (arch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "arm64", "aarch64" -> "aarch64";
          default -> arch;
        };
    String name = os.toLowerCase(Locale.ROOT);
    if (name.contains("linux")) {
      return new Platform(processor, "linux-gnu", ".so");
    }
    if (name.contains("mac")) {
      return new Platform(processor, "macos", ".dylib");
    }
    return name.contains("windows")
        ? new Platform(processor, "windows", ".dll")
        : new Platform(processor, os, ".so");
  }

  /// Where the library `name` lies on the class path, as the artifacts of io.github.bonede lay it
  /// out.
  String resource(String name) {
    return "lib/" + processor + "-" + system + "-" + name + suffix;
  }
}
