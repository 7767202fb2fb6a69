/// Google's dialect, so that its SDKs work unchanged: contents, streamed and whole, embeddings, the
/// counting of tokens and the list of models. The path names the model. What is for a provider of
/// the same dialect passes through as bytes.
@NullMarked
package dev.headgate.server.gemini;

import org.jspecify.annotations.NullMarked;
