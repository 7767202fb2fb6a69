package dev.headgate.kernel.search;

/// A text that is ingested without being a file.
///
/// @param name unique within the collection
/// @param title may be empty
public record SourceText(String name, String title, String text) {}
