/// Anthropic's dialect, so that its SDKs work unchanged: messages, streamed and whole, and the
/// counting of their tokens. What is for a provider of the same dialect passes through as bytes.
@NullMarked
package dev.headgate.server.anthropic;

import org.jspecify.annotations.NullMarked;
