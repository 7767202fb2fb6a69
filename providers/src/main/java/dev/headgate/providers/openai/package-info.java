/// Providers that speak OpenAI's dialect, asked in canonical words or with a caller's bytes.
/// OpenAI's names live here, in both rooms below, and nowhere else on the way out.
@NullMarked
package dev.headgate.providers.openai;

import org.jspecify.annotations.NullMarked;
