/// Finds personal data and secrets in a text: one pass by classes of characters that wakes the
/// recognisers of what may begin there, and a tagger of names, places and organisations. Decides
/// nothing, and keeps no text.
@NullMarked
package dev.headgate.guardrails.pii;

import org.jspecify.annotations.NullMarked;
