package dev.headgate.kernel.chat;

/// What a model is asked to do, in OpenTelemetry's names (`gen_ai.operation.name`).
public enum Operation {
  CHAT("chat"),
  EMBEDDINGS("embeddings");

  private final String wireName;

  Operation(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
