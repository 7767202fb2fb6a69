/// Turns files and records into cleaned documents and chunks with vectors, and keeps an index in
/// step with its sources. Never searches.
@NullMarked
package dev.headgate.retrieval.ingest;

import org.jspecify.annotations.NullMarked;
