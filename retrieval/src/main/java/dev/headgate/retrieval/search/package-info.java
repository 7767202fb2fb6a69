/// Ranks the chunks of one index for a question: BM25, vectors, and their fusion. Never writes.
@NullMarked
package dev.headgate.retrieval.search;

import org.jspecify.annotations.NullMarked;
