/// The declared collections as one retriever: opens them, ingests into them, searches them, and
/// follows changed declarations. Implements the kernel's search ports; Lucene stays behind it.
@NullMarked
package dev.headgate.retrieval;

import org.jspecify.annotations.NullMarked;
