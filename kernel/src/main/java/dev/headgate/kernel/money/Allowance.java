package dev.headgate.kernel.money;

import dev.headgate.kernel.dialects.RequestFacts;
import java.util.OptionalLong;

/// Tokens that a provider may count beyond the bytes of a request. A text has at most as many
/// tokens as UTF-8 bytes, since a token of every byte-level vocabulary stands for one byte or more;
/// what the provider wraps around it comes on top.
///
/// @param request tokens of every request
/// @param message tokens of every message
/// @param tool tokens of every tool, its description for the model included
/// @param media tokens of every image, file or sound; -1 if there is no bound
/// @param searches requests that one of the provider's own tools makes; -1 if there is no bound
public record Allowance(int request, int message, int tool, int media, int searches) {
  /// What is not known is unbounded.
  public static final int UNBOUNDED = -1;

  /// Generous for every tokenizer and chat template that is in use: templates put fewer than 16
  /// tokens around a message, and the hidden prompt that explains tools is below 1,024 tokens.
  public static final Allowance DEFAULT = new Allowance(64, 32, 1_024, UNBOUNDED, UNBOUNDED);

  /// Nothing is unbounded, for a model whose tokens cost nothing.
  public static final Allowance EVERYTHING = new Allowance(0, 0, 0, 0, 0);

  /// The most tokens a request can be counted as; empty if there is no bound.
  public OptionalLong inputTokens(RequestFacts facts) {
    if (facts.mediaItems() > 0 && media == UNBOUNDED) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        facts.bytes()
            + request
            + (long) message * facts.messages()
            + (long) tool * facts.tools()
            + (long) Math.max(media, 0) * facts.mediaItems());
  }

  /// The most searches a request can make; empty if there is no bound.
  public OptionalLong searches(RequestFacts facts) {
    if (facts.hostedTools() > 0 && searches == UNBOUNDED) {
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) Math.max(searches, 0) * facts.hostedTools());
  }
}
