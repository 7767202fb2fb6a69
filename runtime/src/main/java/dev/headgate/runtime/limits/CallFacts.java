package dev.headgate.runtime.limits;

import java.util.function.LongSupplier;

/// What limits must know of a call.
///
/// @param model as the caller names it, empty for a feature, whose tiers ask theirs one by one
/// @param user whom the call names, empty if nobody
/// @param tokens the most that the call may use, input and output; asked for only where somebody
///   limits tokens
public record CallFacts(String model, String user, LongSupplier tokens) {
  /// The same of another model.
  CallFacts of(String other) {
    return new CallFacts(other, user, tokens);
  }
}
