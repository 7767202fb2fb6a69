package dev.headgate.kernel.search;

import java.util.List;

/// A piece of a document: exactly `document.substring(start, end)` of its cleaned text.
///
/// @param document the document's name within its collection, such as `guides/start.md`
/// @param title the document's title
/// @param headings the path of headings over the chunk, outermost first
/// @param start in UTF-16 units of the document's cleaned text
/// @param end exclusive
public record Chunk(
    String document, String title, List<String> headings, int start, int end, String text) {
  public Chunk {
    headings = List.copyOf(headings);
    if (end - start != text.length()) {
      throw new IllegalArgumentException(
          document + ": text of " + text.length() + " at " + start + ".." + end);
    }
  }
}
