package dev.headgate.providers;

/// The dialect that a provider speaks.
public enum ProviderType {
  OPENAI,
  ANTHROPIC,
  BEDROCK
}
