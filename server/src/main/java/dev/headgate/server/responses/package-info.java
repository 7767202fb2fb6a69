/// OpenAI's newer dialect, `/v1/responses`, and the answers that are kept for it: whoever answers,
/// a caller can read an answer again and go on from it.
@NullMarked
package dev.headgate.server.responses;

import org.jspecify.annotations.NullMarked;
