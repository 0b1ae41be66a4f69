// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.List;
import org.sgdiet.runtime.memory.MemoryRange;
import org.sgdiet.runtime.path.Platform;

/// A named system: a mapping path, the kernel's configuration, its memory and one device.
public record Profile(
    String name,
    String description,
    PathSpec path,
    Platform platform,
    List<MemoryRange> memory,
    DeviceSpec device) {
  public Profile {
    memory = List.copyOf(memory);
  }

  /// The same system with another device.
  public Profile withDevice(DeviceSpec other) {
    return new Profile(name, description, path, platform, memory, other);
  }

  /// The same system under another name.
  Profile named(String other, String what) {
    return new Profile(other, what, path, platform, memory, device);
  }
}
