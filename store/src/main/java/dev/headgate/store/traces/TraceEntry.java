package dev.headgate.store.traces;

/// One call on its way to disk.
///
/// @param id `tr_…`, unique, sorts by time
/// @param startedAtMillis epoch milliseconds
/// @param durationMicros wall time of the whole call
/// @param payload JSON, already redacted, not copied
public record TraceEntry(
    String id,
    long startedAtMillis,
    long durationMicros,
    TraceOrigin origin,
    TraceOutcome outcome,
    byte[] payload) {}
