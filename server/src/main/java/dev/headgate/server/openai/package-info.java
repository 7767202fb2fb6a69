/// OpenAI's dialect, so that its SDKs work unchanged: chat completions, embeddings, models, and
/// what is only passed on. What is for a provider passes through as bytes.
@NullMarked
package dev.headgate.server.openai;

import org.jspecify.annotations.NullMarked;
