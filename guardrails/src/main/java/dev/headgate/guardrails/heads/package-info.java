/// Small heads over the vectors of an embedding model, as model packs hold them.
@NullMarked
package dev.headgate.guardrails.heads;

import org.jspecify.annotations.NullMarked;
