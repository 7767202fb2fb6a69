package dev.headgate.kernel.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a model is asked to write; what is null is left to the provider.
///
/// @param maxTokens most output tokens
/// @param stop texts at which the model stops
/// @param sampling how the next token is drawn
/// @param choices how many answers are wanted
/// @param logprobs how many alternatives to report for each token, 0 for the drawn one only
public record ChatSettings(
    @Nullable Integer maxTokens,
    List<String> stop,
    Sampling sampling,
    @Nullable Integer choices,
    @Nullable Integer logprobs) {
  public static final ChatSettings NONE =
      new ChatSettings(null, List.of(), Sampling.NONE, null, null);

  public ChatSettings {
    stop = List.copyOf(stop);
  }

  public ChatSettings withMaxTokens(@Nullable Integer most) {
    return new ChatSettings(most, stop, sampling, choices, logprobs);
  }

  /// How the next token is drawn; what is null is left to the provider.
  ///
  /// @param topK among how many of the likeliest tokens
  public record Sampling(
      @Nullable Double temperature,
      @Nullable Double topP,
      @Nullable Integer topK,
      @Nullable Long seed,
      @Nullable Double frequencyPenalty,
      @Nullable Double presencePenalty) {
    public static final Sampling NONE = new Sampling(null, null, null, null, null, null);
  }
}
