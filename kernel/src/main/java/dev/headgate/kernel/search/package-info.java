/// Documents, chunks and hits, and the port to whatever finds them. Lucene's words stay in
/// retrieval.
@NullMarked
package dev.headgate.kernel.search;

import org.jspecify.annotations.NullMarked;
