/// The Lucene index of one collection: what is stored, how it is committed, and how a damaged or
/// outdated one is replaced. Knows nothing of files to ingest or of ranking.
@NullMarked
package dev.headgate.retrieval.index;

import org.jspecify.annotations.NullMarked;
