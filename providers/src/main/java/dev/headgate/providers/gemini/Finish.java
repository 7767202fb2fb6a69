package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;

/// Google's words for why a candidate ended.
final class Finish {
  private Finish() {}

  /// @throws CallFailed `PROVIDER_MALFORMED` for a tool call that is none
  static FinishReason read(String reason, boolean calledTools) {
    return switch (reason) {
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "LANGUAGE",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE" ->
          throw new CallFailed(
              ErrorCode.PROVIDER_MALFORMED,
              "the model wrote a tool call that is none (" + reason + ")");
      default -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  static String write(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case CONTENT_FILTER -> "SAFETY";
    };
  }
}
