package dev.headgate.kernel.chat;

/// A wire format in which models are asked. A provider may speak several, and so may a caller.
public enum Dialect {
  /// OpenAI's `/v1/chat/completions`, spoken by most servers.
  OPENAI_CHAT("openai-chat"),
  /// OpenAI's `/v1/responses`.
  OPENAI_RESPONSES("openai-responses"),
  /// OpenAI's older `/v1/completions`.
  OPENAI_COMPLETIONS("openai-completions"),
  /// Anthropic's `/v1/messages`.
  ANTHROPIC("anthropic"),
  /// Google's `generateContent` and `streamGenerateContent`.
  GEMINI("gemini"),
  /// Amazon Bedrock's `converse` and `converse-stream`.
  BEDROCK("bedrock"),
  /// Cohere's `/v2/chat`.
  COHERE("cohere"),
  /// Ollama's `/api/chat`.
  OLLAMA("ollama");

  private final String wireName;

  Dialect(String wireName) {
    this.wireName = wireName;
  }

  /// The name in configuration, traces and the member that carries what a dialect has no word for.
  public String wireName() {
    return wireName;
  }
}
