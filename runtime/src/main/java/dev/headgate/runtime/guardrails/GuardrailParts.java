package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.util.List;
import java.util.Map;

/// What a section of guardrails may be made of.
///
/// @param files beside the declaration, by name
/// @param names that its custom checks may use
public record GuardrailParts(
    List<DetectorKind> kinds, Map<String, ConfigFile> files, CheckNames names) {
  public GuardrailParts {
    kinds = List.copyOf(kinds);
    files = Map.copyOf(files);
  }
}
