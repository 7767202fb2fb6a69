package dev.headgate.runtime.access;

/// So much per window. It is also the most that can be taken at once.
public record Rate(long amount, Window window) {}
