package dev.headgate.contracts;

import dev.headgate.kernel.contracts.Reading;
import dev.headgate.kernel.contracts.Schema;
import java.util.List;

/// The two ways to judge a text.
final class Verdicts {
  private Verdicts() {}

  /// Whether the text, read as a whole, holds a document that follows the schema.
  static boolean whole(Schema schema, String text) {
    var reader = schema.reader();
    var _ = reader.accept(text);
    return reader.end() instanceof Reading.Found(var document, _)
        && schema.check(document).isEmpty();
  }

  /// The same, judged after every piece.
  ///
  /// @param stoppedAt how much of the text was read before it was given up, -1 if it never was
  record Streamed(boolean isValid, int stoppedAt) {}

  static Streamed streamed(Schema schema, String text, int pieceLength) {
    var reader = schema.watching(List.of());
    for (var at = 0; at < text.length(); at += pieceLength) {
      var end = Math.min(at + pieceLength, text.length());
      if (reader.accept(text.substring(at, end)).isPresent()) {
        return new Streamed(false, end);
      }
    }
    return new Streamed(
        reader.end() instanceof Reading.Found(var document, _) && schema.check(document).isEmpty(),
        -1);
  }
}
