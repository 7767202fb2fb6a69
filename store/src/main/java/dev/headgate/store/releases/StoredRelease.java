package dev.headgate.store.releases;

/// A release that was served once.
///
/// @param content JSON of all its parts
/// @param firstSeenAtMillis epoch milliseconds
public record StoredRelease(
    String feature, String release, String content, long firstSeenAtMillis) {}
