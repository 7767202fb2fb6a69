package dev.headgate.store.traces;

/// How it ended. Texts are empty where there is nothing to say.
///
/// @param status `ok` or the error code
/// @param tier the name of the tier that answered
public record TraceOutcome(
    String status,
    String tier,
    String provider,
    String requestModel,
    String responseModel,
    TraceTokens tokens) {}
