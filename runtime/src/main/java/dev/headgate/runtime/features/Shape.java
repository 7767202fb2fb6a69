package dev.headgate.runtime.features;

/// How a feature works.
public enum Shape {
  /// One prompt, filled and sent.
  PROMPT,
  /// Documents are searched first; the answer rests on them.
  RETRIEVAL,
  /// Several prompts, one after another, each with what those before it said.
  CHAIN
}
