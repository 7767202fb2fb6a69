package dev.headgate.kernel.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What can be told of a request without a tokenizer, to bound what it may cost.
///
/// @param bytes of the request's body in UTF-8: no text in it has more tokens
/// @param messages in the conversation, the system's included
/// @param tools declared, the provider's own included
/// @param hostedTools of those, the ones that the provider runs itself, such as web search
/// @param mediaItems images, files and sounds, inline or by reference
/// @param output what the request says of its answer
public record RequestFacts(
    long bytes, int messages, int tools, int hostedTools, int mediaItems, Output output) {
  /// @param maxTokens asked for; [#NO_LIMIT] if the request names none
  /// @param choices answers asked for, the `n` of a request
  public record Output(long maxTokens, int choices, boolean stream) {
    public static final long NO_LIMIT = -1;

    public boolean isLimited() {
      return maxTokens != NO_LIMIT;
    }
  }

  /// The same request with one more message.
  public RequestFacts withText(String text) {
    return new RequestFacts(
        bytes + text.getBytes(UTF_8).length, messages + 1, tools, hostedTools, mediaItems, output);
  }

  /// The same request with another limit of its output.
  public RequestFacts withMaxTokens(long maxTokens) {
    return new RequestFacts(
        bytes,
        messages,
        tools,
        hostedTools,
        mediaItems,
        new Output(maxTokens, output.choices, output.stream));
  }
}
