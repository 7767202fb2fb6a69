/// An answer with its citations, claims and confidence, and the port to what answers from hits
/// without a generative model.
@NullMarked
package dev.headgate.kernel.answers;

import org.jspecify.annotations.NullMarked;
