package dev.headgate.retrieval.ingest;

import dev.headgate.retrieval.ingest.cleaning.Format;

/// A document as it was found, decoded.
///
/// @param hash SHA-256 of the content, in hexadecimal
/// @param title used where the text names none
public record RawDocument(String hash, Format format, String title, String text) {}
