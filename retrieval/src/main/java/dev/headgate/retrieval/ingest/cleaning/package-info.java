/// Documents freed of markup and boilerplate: each format becomes text in blocks with their
/// headings. Reads no file and makes no chunks.
@NullMarked
package dev.headgate.retrieval.ingest.cleaning;

import org.jspecify.annotations.NullMarked;
