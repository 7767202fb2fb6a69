/// The port to whatever turns text into vectors.
@NullMarked
package dev.headgate.kernel.embeddings;

import org.jspecify.annotations.NullMarked;
