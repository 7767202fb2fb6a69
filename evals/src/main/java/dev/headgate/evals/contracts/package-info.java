/// Whether what is judged of a document while it is written agrees with what is judged of it when
/// it is whole, and both with what is known of it.
@NullMarked
package dev.headgate.evals.contracts;

import org.jspecify.annotations.NullMarked;
