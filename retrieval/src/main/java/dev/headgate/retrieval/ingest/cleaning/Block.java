package dev.headgate.retrieval.ingest.cleaning;

import java.util.List;

/// A paragraph, heading, code listing or table of a cleaned document.
///
/// @param headings the path of headings over the block, outermost first, without the document's
///   title; the path of a heading ends in itself
/// @param start in UTF-16 units of the cleaned text
/// @param end exclusive
public record Block(Kind kind, List<String> headings, int start, int end) {
  /// What a block is.
  public enum Kind {
    HEADING,
    PROSE,
    /// A listing or a table: kept whole if it fits into a chunk, else cut between lines.
    LINES
  }
}
