package dev.headgate.runtime.features;

import dev.headgate.kernel.answers.AnswerKind;

/// What a fixed reply is for.
public enum ReplyKind {
  REPLY(AnswerKind.REPLIED),
  /// Asks the caller to say more.
  CLARIFY(AnswerKind.CLARIFIED),
  /// Says that the feature does not do this.
  REFUSE(AnswerKind.REFUSED),
  /// Puts the call in the queue of reviews, and says so.
  ESCALATE(AnswerKind.ESCALATED);

  private final AnswerKind outcome;

  ReplyKind(AnswerKind outcome) {
    this.outcome = outcome;
  }

  public AnswerKind outcome() {
    return outcome;
  }
}
