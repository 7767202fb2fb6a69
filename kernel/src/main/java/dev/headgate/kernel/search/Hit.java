package dev.headgate.kernel.search;

/// A chunk that was found.
public record Hit(Chunk chunk, HitScores scores) {}
