package dev.headgate.kernel.contracts;

import java.util.Optional;

/// Finds the one JSON document in a model's text, piece by piece: without what is said before and
/// after it, code fences and `<think>` blocks. It never guesses: what is no JSON stays none. One
/// thread.
public interface DocumentReader {
  /// Takes the next piece of the text.
  ///
  /// @return why no continuation of the text can be right any more; empty as long as one can
  Optional<Violation> accept(String delta);

  /// The text has ended.
  Reading end();
}
