/// The queue of calls that a person shall answer: put there by a tier, assigned and answered by
/// people, and told back to whoever asked.
@NullMarked
package dev.headgate.runtime.reviews;

import org.jspecify.annotations.NullMarked;
