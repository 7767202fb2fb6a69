/// Checks texts on the way of a call: what the caller says, what was found in documents, what tools
/// gave back, what the model says. Runs the declared detectors side by side within a deadline and
/// says what follows from what they found; the pipeline does it. Never changes a text, and knows
/// neither features nor dialects.
@NullMarked
package dev.headgate.runtime.guardrails;

import org.jspecify.annotations.NullMarked;
