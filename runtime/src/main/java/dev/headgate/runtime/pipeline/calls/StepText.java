package dev.headgate.runtime.pipeline.calls;

/// What one step of a chain said.
///
/// @param step its name
public record StepText(String step, String text) {}
