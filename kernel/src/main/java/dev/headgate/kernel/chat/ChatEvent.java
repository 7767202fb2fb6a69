package dev.headgate.kernel.chat;

/// A piece of an answer as it is written. Parts of a choice are numbered from 0 in the order in
/// which they begin; one may still grow when the next has begun.
public sealed interface ChatEvent {
  /// The answer begins. May come again with what has become known.
  record Began(String responseId, String responseModel, Extras extras) implements ChatEvent {}

  /// A part begins with what is known of it; its text or its arguments grow by [Grew].
  record PartBegan(int choice, int part, Part known) implements ChatEvent {}

  /// More of the part's text (or, of a tool call, its arguments).
  record Grew(int choice, int part, String delta) implements ChatEvent {}

  /// What became known of a part besides its text: its signature, its citations. Members of the
  /// same name replace earlier ones.
  ///
  /// @param signature more of a reasoning part's signature, empty for none
  record Learned(int choice, int part, String signature, Extras extras) implements ChatEvent {}

  /// A choice is complete.
  record ChoiceEnded(int choice, FinishReason finishReason, Extras extras) implements ChatEvent {}

  /// Tokens used so far; a later one replaces an earlier one.
  record Used(Usage usage, Extras extras) implements ChatEvent {}
}
