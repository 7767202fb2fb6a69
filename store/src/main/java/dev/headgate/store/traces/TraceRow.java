package dev.headgate.store.traces;

/// What the index knows of a call: everything but its payload and its subject.
public record TraceRow(
    String id,
    long startedAtMillis,
    long durationMicros,
    TraceOrigin origin,
    TraceOutcome outcome) {}
