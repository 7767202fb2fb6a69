package dev.headgate.inference.answers;

import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.text.Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A found chunk, cut into what can be quoted.
///
/// @param rank of its hit, from 0
/// @param all stems of the whole chunk, its document's title and its headings
record Passage(Chunk chunk, int rank, List<Unit> units, Set<String> all) {
  /// Most of a unit that is embedded, in UTF-16 units: about 60 words.
  private static final int LONGEST_EMBEDDED = 400;

  // A heading speaks for the sentences that open its section.
  private static final int UNITS_OF_A_HEADING = 2;

  /// @param stems of all its words, stop words too
  /// @param context stems of the title, of the headings over it and of its table's header
  /// @param meaning the text to embed: with its heading if it opens the section
  record Unit(
      Span span,
      String text,
      List<String> words,
      Set<String> stems,
      Set<String> context,
      String meaning) {}

  static Passage of(Chunk chunk, int rank) {
    var units = new ArrayList<Unit>();
    var outer = outerContext(chunk);
    var context = stems(chunk.title() + " " + String.join(" ", chunk.headings()));
    var all = new HashSet<>(context);
    var heading = "";
    var sinceHeading = 0;
    for (var span : Spans.of(chunk.text())) {
      var text = chunk.text().substring(span.start(), span.end());
      var words = Words.of(text);
      var stems = stems(words);
      all.addAll(stems);
      if (span.kind() == Span.Kind.HEADING) {
        heading = text;
        sinceHeading = 0;
        context = new HashSet<>(outer);
        context.addAll(stems);
      } else if (span.kind() == Span.Kind.HEADER) {
        context = new HashSet<>(context);
        context.addAll(stems);
      } else {
        sinceHeading++;
      }
      var opens =
          !heading.isEmpty()
              && sinceHeading <= UNITS_OF_A_HEADING
              && span.kind() == Span.Kind.SENTENCE;
      var meaning = opens ? heading + ". " + text : text;
      units.add(new Unit(span, text, words, stems, context, Prefix.of(meaning, LONGEST_EMBEDDED)));
    }
    return new Passage(chunk, rank, units, all);
  }

  /// What holds for all sections of a chunk: the title, and the headings over its first section.
  private static Set<String> outerContext(Chunk chunk) {
    var headings = chunk.headings();
    var outer = headings.subList(0, Math.max(0, headings.size() - 1));
    return stems(chunk.title() + " " + String.join(" ", outer));
  }

  private static Set<String> stems(String text) {
    return stems(Words.of(text));
  }

  private static Set<String> stems(List<String> words) {
    var stems = new HashSet<String>();
    words.forEach(word -> stems.add(Words.stem(word)));
    return stems;
  }
}
