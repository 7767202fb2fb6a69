/// Ollama's own dialect, `/api/chat`.
@NullMarked
package dev.headgate.providers.ollama;

import org.jspecify.annotations.NullMarked;
