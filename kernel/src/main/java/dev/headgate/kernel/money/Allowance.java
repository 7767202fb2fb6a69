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
/// @param search tokens of what one of those finds; -1 if there is no bound
public record Allowance(int request, int message, int tool, int media, int searches, int search) {
  /// What is not known is unbounded.
  public static final int UNBOUNDED = -1;

  /// Generous for every tokenizer and chat template that is in use: templates put fewer than 16
  /// tokens around a message, and the hidden prompt that explains tools is below 1,024 tokens.
  public static final Allowance DEFAULT =
      new Allowance(64, 32, 1_024, UNBOUNDED, UNBOUNDED, UNBOUNDED);

  /// Nothing is unbounded, for a model whose tokens cost nothing.
  public static final Allowance EVERYTHING = new Allowance(0, 0, 0, 0, 0, 0);

  /// The most tokens a request can be counted as; empty if there is no bound.
  public OptionalLong inputTokens(RequestFacts facts) {
    var searches = searches(facts);
    if (!facts.atProvider().state().isEmpty()
        || (facts.mediaItems() > 0 && media == UNBOUNDED)
        || (facts.hostedTools() > 0 && search == UNBOUNDED)
        || searches.isEmpty()) {
      return OptionalLong.empty();
    }
    var once = written(facts) + (long) Math.max(media, 0) * facts.mediaItems();
    var found = Math.max(search, 0) * searches.getAsLong();
    // After each search the model reads everything again, with all that was found so far.
    return OptionalLong.of((once + found) * (1 + searches.getAsLong()));
  }

  /// The tokens of what is written in a request, without what has no bound.
  long written(RequestFacts facts) {
    return facts.bytes()
        + request
        + (long) message * facts.messages()
        + (long) tool * facts.tools();
  }

  /// The most searches a request can make; empty if there is no bound.
  public OptionalLong searches(RequestFacts facts) {
    if (facts.hostedTools() > 0 && searches == UNBOUNDED) {
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) Math.max(searches, 0) * facts.hostedTools());
  }
}
