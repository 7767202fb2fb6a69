/// Azure OpenAI: OpenAI's dialects at addresses of its own.
@NullMarked
package dev.headgate.providers.azure;

import org.jspecify.annotations.NullMarked;
