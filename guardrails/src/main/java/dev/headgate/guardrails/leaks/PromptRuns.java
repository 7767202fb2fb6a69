package dev.headgate.guardrails.leaks;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs of a few words that a prompt has, each with its place. What the prompt has in quotes is
/// left out: that is there to be said. For one thread at a time.
final class PromptRuns {
  /// Words of a run.
  static final int LENGTH = 6;

  private static final int MAX_WORDS = 50_000;
  private static final int MAX_QUOTED = 400;
  private static final String OPENING = "\"“„«";

  private final Map<Long, Integer> places = new HashMap<>();
  private final int words;

  PromptRuns(List<String> prompt) {
    var place = 0;
    var covered = new BitSet();
    for (var text : prompt) {
      for (var piece : unquoted(text)) {
        var found = Words.of(piece, MAX_WORDS - place);
        for (int i = 0; i + LENGTH <= found.count(); i++) {
          if (places.putIfAbsent(found.run(i, LENGTH), place + i) == null) {
            covered.set(place + i, place + i + LENGTH);
          }
        }
        place += found.count() < LENGTH ? 0 : found.count();
      }
    }
    this.words = covered.cardinality();
  }

  /// Words of the prompt that can be found again; what it says twice counts once.
  int words() {
    return words;
  }

  /// The place of a run in the prompt, by its first word; -1 if it has none.
  int place(long run) {
    return places.getOrDefault(run, -1);
  }

  /// Takes out what others have written too.
  void forget(List<String> texts) {
    for (var text : texts) {
      var found = Words.of(text, MAX_WORDS);
      for (int i = 0; i + LENGTH <= found.count() && !places.isEmpty(); i++) {
        places.remove(found.run(i, LENGTH));
      }
    }
  }

  /// The pieces of a text between what stands in quotes.
  static List<String> unquoted(String text) {
    var pieces = new ArrayList<String>();
    var from = 0;
    for (int i = 0; i < text.length(); i++) {
      var end = OPENING.indexOf(text.charAt(i)) < 0 ? -1 : endOfQuote(text, i);
      if (end > 0) {
        pieces.add(text.substring(from, i));
        from = end;
        i = end - 1;
      }
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  // Behind the closing quote in the same paragraph; -1 if there is none near.
  private static int endOfQuote(String text, int at) {
    var closing =
        switch (text.charAt(at)) {
          case '"' -> "\"";
          case '«' -> "»";
          default -> "”“";
        };
    var most = Math.min(text.length(), at + MAX_QUOTED);
    for (int i = at + 1; i < most && !text.startsWith("\n\n", i); i++) {
      if (closing.indexOf(text.charAt(i)) >= 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
