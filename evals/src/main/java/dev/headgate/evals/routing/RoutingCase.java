package dev.headgate.evals.routing;

import dev.headgate.runtime.difficulty.RecordedPrompt;

/// A recorded prompt.
///
/// @param source where it is from, such as a subject; empty if unknown
public record RoutingCase(RecordedPrompt prompt, String source) {}
