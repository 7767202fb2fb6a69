package dev.headgate.kernel.guardrails;

/// A span of a text that a check found.
///
/// @param kind what it is, such as `email-address` or `prompt-injection`
/// @param start of the span, in UTF-16 units of the text
/// @param end of the span, exclusive
/// @param score how sure the check is, from 0 to 1
public record Finding(String kind, int start, int end, double score) {
  public Finding {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span: " + start + " to " + end);
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score is from 0 to 1, not " + score);
    }
  }
}
