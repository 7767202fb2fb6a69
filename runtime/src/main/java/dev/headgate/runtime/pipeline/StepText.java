package dev.headgate.runtime.pipeline;

import java.util.Map;

/// What one step of a chain said.
///
/// @param step its name
public record StepText(String step, String text) {
  /// As prompts see it.
  Map<String, Object> variables() {
    return Map.of("name", step, "text", text);
  }
}
