package dev.headgate.kernel.answers;

/// Where an answer comes from: `quote` is exactly `document.substring(start, end)` of the cleaned
/// text.
///
/// @param document the document's name within its collection
/// @param start in UTF-16 units
/// @param end exclusive
public record Citation(String document, String title, int start, int end, String quote) {}
