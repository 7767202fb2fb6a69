package dev.headgate.kernel.chat;

/// One turn of a conversation, as text.
public record ChatMessage(Role role, String text) {}
