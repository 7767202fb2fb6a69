package dev.headgate.store.reviews;

/// The call that a review is about.
///
/// @param caller name of the key
/// @param tier that escalated it
public record ReviewOrigin(
    String project, String caller, String feature, String release, String tier, String trace) {}
