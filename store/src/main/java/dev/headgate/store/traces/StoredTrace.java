package dev.headgate.store.traces;

/// A trace as it was found again.
///
/// @param entry with an empty payload and subject unless the payload is readable
public record StoredTrace(TraceEntry entry, PayloadState payload) {}
