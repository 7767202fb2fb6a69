package dev.headgate.runtime.pipeline.calls;

/// How many tokens a request has, as a model's provider counts them.
public record TokenCount(String traceId, long inputTokens) {}
