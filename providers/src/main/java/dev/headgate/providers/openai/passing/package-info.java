/// Requests and answers in OpenAI's dialect that pass through as bytes, with a watch that reads
/// usage and endings on the way.
@NullMarked
package dev.headgate.providers.openai.passing;

import org.jspecify.annotations.NullMarked;
