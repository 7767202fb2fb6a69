package dev.headgate.store.traces;

/// Who asked for what. Texts are empty where there is nothing to say.
///
/// @param caller the name of the key
/// @param subject the caller's own user, under whose data key the payload is encrypted
/// @param operation `chat`, `embeddings` or `feature`
public record TraceOrigin(
    String caller, String subject, String operation, String feature, String release) {}
