package dev.headgate.inference.answers;

import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.search.Chunk;
import java.util.List;
import java.util.Set;

/// A stretch of a chunk that is quoted: a candidate with what it needs to be read on its own.
///
/// @param start in UTF-16 units of the chunk
/// @param end exclusive
record Quote(Chunk chunk, int start, int end) {
  /// Longest quote that growing may lead to, in UTF-16 units; a single longer sentence stays whole.
  static final int MAX_LENGTH = 800;

  private static final Set<String> REFERRING =
      Set.of(
          "it",
          "its",
          "this",
          "these",
          "those",
          "they",
          "their",
          "he",
          "she",
          "his",
          "her",
          "such",
          "otherwise",
          "however",
          "therefore",
          "then",
          "thus",
          "instead",
          "also");

  static Quote of(Candidate candidate) {
    var passage = candidate.passage();
    var units = passage.units();
    var first = firstUnit(units, candidate.unit());
    var last = lastUnit(units, first, candidate.unit());
    if (length(units, first, last) > MAX_LENGTH) {
      first = candidate.unit();
      last = candidate.unit();
    }
    return new Quote(
        passage.chunk(), units.get(first).span().start(), units.get(last).span().end());
  }

  /// Goes back to the sentence that leads a list in, or that a pronoun refers to.
  private static int firstUnit(List<Passage.Unit> units, int unit) {
    var first = unit;
    if (kind(units, unit) == Span.Kind.ITEM) {
      while (first > 0 && kind(units, first) == Span.Kind.ITEM) {
        first--;
      }
      var leadsIn =
          kind(units, first) == Span.Kind.SENTENCE && units.get(first).text().endsWith(":");
      return leadsIn && length(units, first, unit) <= MAX_LENGTH ? first : unit;
    }
    var words = units.get(unit).words();
    if (unit == 0 || words.isEmpty()) {
      return unit;
    }
    var before = kind(units, unit - 1);
    var refers =
        REFERRING.contains(words.getFirst())
            && before == Span.Kind.SENTENCE
            && sameBlock(units, unit - 1, unit);
    // A sentence that a listing interrupts goes on in small letters.
    var goesOn =
        before == Span.Kind.CODE
            && kind(units, unit) == Span.Kind.SENTENCE
            && Character.isLowerCase(units.get(unit).text().charAt(0));
    return refers || goesOn ? unit - 1 : unit;
  }

  /// Goes on to the end of the list or code that a colon announces.
  private static int lastUnit(List<Passage.Unit> units, int first, int unit) {
    var last = unit;
    var announces = units.get(first).text().endsWith(":") || units.get(unit).text().endsWith(":");
    while (announces
        && last + 1 < units.size()
        && kind(units, last + 1) != Span.Kind.SENTENCE
        && kind(units, last + 1) != Span.Kind.HEADING
        && length(units, first, last + 1) <= MAX_LENGTH) {
      last++;
    }
    return last;
  }

  private static Span.Kind kind(List<Passage.Unit> units, int unit) {
    return units.get(unit).span().kind();
  }

  private static boolean sameBlock(List<Passage.Unit> units, int a, int b) {
    return units.get(a).span().block() == units.get(b).span().block();
  }

  private static int length(List<Passage.Unit> units, int first, int last) {
    return units.get(last).span().end() - units.get(first).span().start();
  }

  int documentStart() {
    return chunk.start() + start;
  }

  int documentEnd() {
    return chunk.start() + end;
  }

  String text() {
    return chunk.text().substring(start, end);
  }

  Citation citation() {
    return new Citation(chunk.document(), chunk.title(), documentStart(), documentEnd(), text());
  }

  boolean overlaps(Quote other) {
    return chunk.document().equals(other.chunk.document())
        && documentStart() < other.documentEnd()
        && other.documentStart() < documentEnd();
  }

  /// Adds a quote to a list, joined with those that touch it where one chunk holds both.
  static void add(List<Quote> quotes, Quote quote) {
    // Asked before it is joined: what the others said must not go with it.
    if (quotes.stream().anyMatch(quote::repeats)) {
      return;
    }
    var joined = quote;
    for (var other : List.copyOf(quotes)) {
      if (joined.touches(other)) {
        quotes.remove(other);
        joined =
            new Quote(
                joined.chunk, Math.min(joined.start, other.start), Math.max(joined.end, other.end));
      }
    }
    quotes.add(joined);
  }

  /// Whether two documents say the same, or the words are there already from a neighbouring chunk.
  private boolean repeats(Quote other) {
    return text().equals(other.text()) || (!chunk.equals(other.chunk) && overlaps(other));
  }

  private boolean touches(Quote other) {
    var from = Math.min(end, other.end);
    var to = Math.max(start, other.start);
    return chunk.equals(other.chunk) && (from >= to || chunk.text().substring(from, to).isBlank());
  }
}
