/// The ports to the wire formats in which models are asked: as bytes that pass, and as a
/// conversation that is read from one format and written in another. Callers are the front doors,
/// the way of a call, and what measures both.
@NullMarked
package dev.headgate.kernel.dialects;

import org.jspecify.annotations.NullMarked;
