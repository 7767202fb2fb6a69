package dev.headgate.runtime.flags;

import dev.headgate.kernel.config.ConfigNode;

/// A switch of the section `flags`.
///
/// @param on as long as nobody has set it
public record FlagConfig(String name, boolean on, String description) {
  /// Reads one entry of the section.
  public static FlagConfig from(String name, ConfigNode flag) {
    return new FlagConfig(
        name,
        flag.flag("on", true, "Whether it is on until \"headgate flags set\" says otherwise"),
        flag.text("description", "", "What it switches"));
  }
}
