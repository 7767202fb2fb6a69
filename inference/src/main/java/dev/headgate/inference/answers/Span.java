package dev.headgate.inference.answers;

/// A sentence, list item, code block or other unit of a text that is quoted whole.
///
/// @param start in UTF-16 units of the text
/// @param end exclusive
/// @param block units of one block follow each other without an empty line
record Span(int start, int end, Kind kind, int block) {
  enum Kind {
    SENTENCE,
    HEADING,
    /// The row of a table that names its columns.
    HEADER,
    ITEM,
    ROW,
    CODE
  }
}
