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
/// @param atProvider what is decided or kept at the provider
public record RequestFacts(
    long bytes,
    int messages,
    int tools,
    int hostedTools,
    int mediaItems,
    Output output,
    AtProvider atProvider) {
  public RequestFacts(
      long bytes, int messages, int tools, int hostedTools, int mediaItems, Output output) {
    this(bytes, messages, tools, hostedTools, mediaItems, output, AtProvider.NOTHING);
  }

  /// @param tier at which it asks to be served, such as `priority`; empty if it does not say
  /// @param state the member that refers to what the provider keeps or fetches by itself, of which
  ///   nobody here knows the length; empty if there is none
  public record AtProvider(String tier, String state) {
    public static final AtProvider NOTHING = new AtProvider("", "");
  }

  /// @param maxTokens asked for; [#NO_LIMIT] if the request names none
  /// @param choices answers asked for, the `n` of a request
  /// @param usual what the dialect takes where a request names none; [#NO_LIMIT] if it has no such
  ///   rule
  public record Output(long maxTokens, int choices, boolean stream, long usual) {
    public static final long NO_LIMIT = -1;

    public Output(long maxTokens, int choices, boolean stream) {
      this(maxTokens, choices, stream, NO_LIMIT);
    }

    public boolean isLimited() {
      return maxTokens != NO_LIMIT;
    }
  }

  /// The same request with one more message.
  public RequestFacts withText(String text) {
    return new RequestFacts(
        bytes + text.getBytes(UTF_8).length,
        messages + 1,
        tools,
        hostedTools,
        mediaItems,
        output,
        atProvider);
  }

  /// The same request with another limit of its output.
  public RequestFacts withMaxTokens(long maxTokens) {
    return new RequestFacts(
        bytes,
        messages,
        tools,
        hostedTools,
        mediaItems,
        new Output(maxTokens, output.choices, output.stream, output.usual),
        atProvider);
  }
}
