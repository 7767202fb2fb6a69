/// Whether documents bear out what an answer says: claims, the spans that come nearest to each, a
/// small head over the vectors and words of both, and checks of numbers, dates, names and negation
/// that no head may overrule. Made by the project itself; the model pack beside this package says
/// from what.
@NullMarked
package dev.headgate.guardrails.grounding;

import org.jspecify.annotations.NullMarked;
