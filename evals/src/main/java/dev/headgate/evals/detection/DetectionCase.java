package dev.headgate.evals.detection;

/// A text of which it is known whether it should be found.
///
/// @param source where it comes from, empty if that was not said
public record DetectionCase(String text, boolean isPositive, String source) {}
