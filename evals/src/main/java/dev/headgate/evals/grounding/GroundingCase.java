package dev.headgate.evals.grounding;

/// An answer of which it is known whether its context bears it out.
///
/// @param source where it comes from, empty if that was not said
public record GroundingCase(String context, String answer, boolean isSupported, String source) {}
