package dev.headgate.runtime.guardrails;

/// A text with its provenance.
///
/// @param source where it comes from, such as `input.question`, `messages[2]` or a document's name
public record Passage(String source, String text) {}
