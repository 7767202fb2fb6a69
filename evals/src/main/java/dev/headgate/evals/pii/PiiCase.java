package dev.headgate.evals.pii;

import java.util.List;

/// A text, and what of it is personal.
public record PiiCase(String text, List<Span> spans) {
  public PiiCase {
    spans = List.copyOf(spans);
  }

  /// A piece of the text.
  ///
  /// @param start in UTF-16 units
  /// @param end exclusive
  public record Span(int start, int end, String label) {
    public Span {
      if (start < 0 || end < start) {
        throw new IllegalArgumentException("no span: " + start + " to " + end);
      }
    }
  }
}
