package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.FinishReason;
import java.util.Locale;

/// Why a model stopped, in OpenAI's words and those that others use in its place.
final class FinishReasons {
  static final String MEMBER = "finish_reason";

  private FinishReasons() {}

  static FinishReason read(String word) {
    return switch (word) {
      case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call", "tool_use" -> FinishReason.TOOL_CALLS;
      case "content_filter", "safety", "sensitive" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  static String write(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
