package dev.headgate.kernel.dialects;

import dev.headgate.kernel.json.Json;

/// A request as a dialect writes it.
///
/// @param path behind the provider's base address, such as `/chat/completions`; some dialects name
///   the model, or ask for a stream, in it
public record WireRequest(String path, Json.Obj body) {}
