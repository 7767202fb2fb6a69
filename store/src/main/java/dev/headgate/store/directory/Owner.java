package dev.headgate.store.directory;

/// The process that owns a data directory.
///
/// @param address where its server answers, as it announced it; empty before that
public record Owner(long pid, String address) {}
