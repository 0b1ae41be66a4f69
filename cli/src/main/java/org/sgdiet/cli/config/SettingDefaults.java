// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Settings as the defaults of options that the command line does not give.
public final class SettingDefaults implements IDefaultValueProvider {
  private final Settings settings;

  /// Takes the values of `settings`.
  public SettingDefaults(Settings settings) {
    this.settings = settings;
  }

  /// Where a value of an option was set that the command line did not give.
  public Optional<String> origin(OptionSpec option, Object value) {
    return settings
        .find(option.command().name(), option.longestName())
        .filter(s -> s.value().equals(value))
        .map(Setting::origin);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? settings
            .find(option.command().name(), option.longestName())
            .map(Setting::value)
            .orElse(null)
        : null;
  }
}
