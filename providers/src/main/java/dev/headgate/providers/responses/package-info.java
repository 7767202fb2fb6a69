/// OpenAI's newer dialect, `/v1/responses`: its codec and its provider.
@NullMarked
package dev.headgate.providers.responses;

import org.jspecify.annotations.NullMarked;
