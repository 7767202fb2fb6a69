package dev.headgate.kernel.answers;

import java.util.Locale;

/// What a feature's answer is to whoever asked.
public enum AnswerKind {
  /// A model answered, or documents were quoted.
  ANSWERED,
  /// A fixed reply was given.
  REPLIED,
  /// The caller was asked to say more.
  CLARIFIED,
  /// The feature said that it does not do this.
  REFUSED,
  /// A person will answer.
  ESCALATED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /// The value of `outcome` in answers, traces and metrics.
  public String wireName() {
    return wireName;
  }
}
