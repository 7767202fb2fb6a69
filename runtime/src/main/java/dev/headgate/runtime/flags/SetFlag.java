package dev.headgate.runtime.flags;

/// How a flag was set last.
///
/// @param at epoch milliseconds
/// @param by who said so
public record SetFlag(boolean on, long at, String by) {}
