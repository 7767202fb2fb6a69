/// Providers that speak OpenAI's dialect: requests written and answers read as canonical text, or
/// passed through as bytes with a watch that reads usage and endings on the way. OpenAI's names
/// live here and nowhere else on the way out.
@NullMarked
package dev.headgate.providers.openai;

import org.jspecify.annotations.NullMarked;
