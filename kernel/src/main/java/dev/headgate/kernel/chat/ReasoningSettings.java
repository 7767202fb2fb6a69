package dev.headgate.kernel.chat;

import org.jspecify.annotations.Nullable;

/// How much a model may think first; what is null is left to the provider.
///
/// @param effort a word such as `low`
/// @param maxTokens most tokens of thought
/// @param enabled switched on or off outright
/// @param summary whether and how thoughts are shown, such as `auto`
public record ReasoningSettings(
    @Nullable String effort,
    @Nullable Integer maxTokens,
    @Nullable Boolean enabled,
    @Nullable String summary) {
  public static final ReasoningSettings NONE = new ReasoningSettings(null, null, null, null);
}
