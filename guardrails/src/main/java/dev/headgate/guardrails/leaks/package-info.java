/// What a model was told, found again in what it says: a token that was put there for that, and
/// long runs of the same words, also where they are spelled in another way. Keeps no text longer
/// than its answer lasts.
@NullMarked
package dev.headgate.guardrails.leaks;

import org.jspecify.annotations.NullMarked;
