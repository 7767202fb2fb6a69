package dev.headgate.testkit.providers;

import java.util.function.Function;

/// Scripts of a provider that speaks every dialect: which one it was asked in, the path tells. What
/// is said, and how many tokens it took, is the same in each.
public final class AnyDialect {
  /// The tool that [#callsATool] asks for, and the arguments of its call, JSON.
  public static final String TOOL = "weather";

  public static final String ARGUMENTS = "{\"city\":\"Oslo\"}";
  public static final String CALL_ID = "call_1";

  private AnyDialect() {}

  /// An answer in the form that was asked for, streamed or whole.
  public static Script says(String... pieces) {
    return byDialect(
        request ->
            request.path().endsWith("/chat/completions")
                ? OpenAiReplies.chat(pieces).reply(request)
                : OpenAiReplies.completion(pieces).reply(request),
        ResponsesReplies.response(pieces),
        AnthropicReplies.message(pieces),
        GeminiReplies.content(pieces));
  }

  public static Script callsATool() {
    return byDialect(
        OpenAiReplies.toolCall(CALL_ID, TOOL, ARGUMENTS),
        ResponsesReplies.toolCall(CALL_ID, TOOL, ARGUMENTS),
        AnthropicReplies.toolCall(CALL_ID, TOOL, ARGUMENTS),
        GeminiReplies.toolCall(TOOL, ARGUMENTS));
  }

  /// A refusal with what each dialect calls that status.
  public static Script refuses(int status, String... headers) {
    return byDialect(
        _ -> openAiError(status, headers),
        _ -> openAiError(status, headers),
        _ -> AnthropicReplies.error(status, anthropicType(status), headers),
        _ -> GeminiReplies.error(status, geminiStatus(status), headers));
  }

  /// The same script, its reply changed.
  public static Script changed(Script script, Function<Reply, Reply> change) {
    return request -> change.apply(script.reply(request));
  }

  private static Script byDialect(
      Script completions, Script responses, Script anthropic, Script gemini) {
    return request -> {
      var path = request.path();
      Script script;
      if (path.contains("/messages")) {
        script = anthropic;
      } else if (path.contains("enerateContent")) {
        script = gemini;
      } else {
        script = path.contains("/responses") ? responses : completions;
      }
      return script.reply(request);
    };
  }

  private static Reply openAiError(int status, String... headers) {
    return switch (status) {
      case 401 -> OpenAiReplies.error(401, "invalid_request_error", "invalid_api_key", headers);
      case 404 -> OpenAiReplies.error(404, "invalid_request_error", "model_not_found", headers);
      case 429 -> OpenAiReplies.error(429, "requests", "rate_limit_exceeded", headers);
      case 500, 503 -> OpenAiReplies.error(status, "server_error", "server_error", headers);
      default -> OpenAiReplies.error(status, "invalid_request_error", "invalid_value", headers);
    };
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      case 500 -> "api_error";
      case 503 -> "overloaded_error";
      default -> "invalid_request_error";
    };
  }

  private static String geminiStatus(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 500 -> "INTERNAL";
      case 503 -> "UNAVAILABLE";
      default -> "INVALID_ARGUMENT";
    };
  }
}
