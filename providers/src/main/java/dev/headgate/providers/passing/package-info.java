/// Bytes on their way through: what must be known of a request or an answer is read where it
/// stands, byte by byte or token by token, and nothing is taken apart or kept. Knows no dialect;
/// each has a reader of its own that builds on this.
@NullMarked
package dev.headgate.providers.passing;

import org.jspecify.annotations.NullMarked;
