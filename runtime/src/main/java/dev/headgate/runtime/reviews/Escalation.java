package dev.headgate.runtime.reviews;

import dev.headgate.store.reviews.ReviewOrigin;

/// A call that a person shall answer.
///
/// @param user under whose key its text is sealed, empty for nobody's
/// @param question JSON of what was asked, and why no tier answered
public record Escalation(ReviewOrigin origin, String user, byte[] question) {}
