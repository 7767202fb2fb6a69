package dev.headgate.runtime.traces;

import dev.headgate.kernel.chat.Usage;

/// What one model took in a call: a call that falls back takes from several.
///
/// @param tier that asked it, empty if the call named the model itself
public record ModelUse(String tier, AskedModel asked, Usage usage) {}
