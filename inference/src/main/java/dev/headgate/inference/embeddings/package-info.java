/// Sentence embeddings in this process: WordPiece and ONNX Runtime, and the packs of weights they
/// run. Reads weights from the class path, never from the network. Retrieval, the cache and the
/// answerer come here through the kernel's port.
@NullMarked
package dev.headgate.inference.embeddings;

import org.jspecify.annotations.NullMarked;
