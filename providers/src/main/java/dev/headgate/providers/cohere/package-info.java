/// Cohere's dialect: `/v2/chat`, `/v2/embed` and `/v2/rerank`.
@NullMarked
package dev.headgate.providers.cohere;

import org.jspecify.annotations.NullMarked;
