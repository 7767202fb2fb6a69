/// Anthropic's dialect, `/v1/messages`: its words in both directions, its streams, and the provider
/// that speaks it.
@NullMarked
package dev.headgate.providers.anthropic;

import org.jspecify.annotations.NullMarked;
