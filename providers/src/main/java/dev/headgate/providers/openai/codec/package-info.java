/// OpenAI's chat, text completions and embeddings, written and read as canonical conversations.
/// Knows bytes and values, and no provider.
@NullMarked
package dev.headgate.providers.openai.codec;

import org.jspecify.annotations.NullMarked;
