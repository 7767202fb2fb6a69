package dev.headgate.kernel.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a model is asked to write; what is null is left to the provider.
///
/// @param maxTokens most output tokens
/// @param stop texts at which the model stops
public record ChatSettings(
    @Nullable Integer maxTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Long seed,
    List<String> stop) {
  public static final ChatSettings NONE = new ChatSettings(null, null, null, null, List.of());

  public ChatSettings {
    stop = List.copyOf(stop);
  }
}
