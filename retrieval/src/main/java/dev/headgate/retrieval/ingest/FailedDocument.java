package dev.headgate.retrieval.ingest;

/// A document that was not taken in, and why.
public record FailedDocument(String document, String reason) {}
