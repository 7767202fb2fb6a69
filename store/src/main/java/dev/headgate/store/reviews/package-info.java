/// Calls that a person shall answer, until they are answered or too old. Sealed under the key of
/// the person who asked; no project sees another's.
@NullMarked
package dev.headgate.store.reviews;

import org.jspecify.annotations.NullMarked;
