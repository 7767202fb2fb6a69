package dev.headgate.compat;

/// A provider behind the gateway, by the dialect that it speaks.
enum Upstream {
  OPENAI("smart", "scripted-1", "/v1/chat/completions"),
  ANTHROPIC("claude", "claude-scripted", "/v1/messages"),
  GEMINI("flash", "gemini-scripted", "/v1beta/models/gemini-scripted:");

  /// What callers name.
  final String alias;

  /// What the provider is asked for.
  final String model;

  /// How the path begins at which it is asked for a chat.
  final String path;

  Upstream(String alias, String model, String path) {
    this.alias = alias;
    this.model = model;
    this.path = path;
  }
}
