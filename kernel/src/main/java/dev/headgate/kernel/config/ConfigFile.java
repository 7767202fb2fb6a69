package dev.headgate.kernel.config;

/// A file that lies beside a declaration, as it was read.
///
/// @param at where its text begins
public record ConfigFile(Position at, String text) {}
