package dev.headgate.store.traces;

/// How it ended. Texts are empty where there is nothing to say.
///
/// @param status `ok` or the error code
/// @param tier the name of the tier that answered
/// @param inputTokens including those read from a provider's cache
/// @param outputTokens including reasoning
public record TraceOutcome(
    String status,
    String tier,
    String provider,
    String requestModel,
    String responseModel,
    long inputTokens,
    long outputTokens) {}
