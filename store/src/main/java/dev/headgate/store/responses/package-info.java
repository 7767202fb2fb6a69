/// Answers that are kept so that a caller can read them again or go on from them. Sealed under the
/// key of the person they were made for; no project sees another's.
@NullMarked
package dev.headgate.store.responses;

import org.jspecify.annotations.NullMarked;
