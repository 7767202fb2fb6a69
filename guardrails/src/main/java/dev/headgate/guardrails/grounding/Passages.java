package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.grounding.Dates.Day;
import dev.headgate.kernel.search.Chunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an answer may rest on, cut into spans of one or two sentences.
final class Passages {
  /// Most spans of all documents of one answer together.
  private static final int MAX_SPANS = 4_000;

  private static final int SHARED_PREFIX = 4;

  /// A span of a chunk.
  ///
  /// @param stems of its words that say something
  record Span(Chunk chunk, int start, int end, List<Word> words, Set<String> stems, Facts facts) {
    String text() {
      return chunk.text().substring(start, end);
    }
  }

  private final List<Span> spans = new ArrayList<>();
  private final Map<String, Integer> spansWith = new HashMap<>();
  private final Set<String> stems = new HashSet<>();
  private final Set<String> lower = new HashSet<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> numbers = new HashSet<>();
  private final Set<String> pairs = new HashSet<>();
  private final List<Day> dates = new ArrayList<>();
  private final StringBuilder initials = new StringBuilder();

  /// @param asked what the caller said, whose names are known too
  Passages(List<Chunk> chunks, String asked) {
    for (var chunk : chunks) {
      learn(Word.of(chunk.title() + "\n" + String.join("\n", chunk.headings())));
      learn(Word.of(chunk.document()));
      cut(chunk);
    }
    for (var word : Word.of(asked)) {
      known.add(word.lower());
    }
    known.addAll(lower);
  }

  private void cut(Chunk chunk) {
    Sentences.Range before = null;
    for (var range : Sentences.of(chunk.text())) {
      var words = Word.of(range.of(chunk.text()));
      learn(words);
      if (spans.size() >= MAX_SPANS || words.isEmpty()) {
        continue;
      }
      var span = span(chunk, range.start(), range.end());
      spans.add(span);
      for (var stem : span.stems()) {
        spansWith.merge(stem, 1, Integer::sum);
      }
      if (before != null) {
        spans.add(span(chunk, before.start(), range.end()));
      }
      before = range;
    }
  }

  private static Span span(Chunk chunk, int start, int end) {
    var words = Word.of(chunk.text().substring(start, end));
    return new Span(chunk, start, end, words, stems(words), Facts.of(words));
  }

  private void learn(List<Word> words) {
    var facts = Facts.of(words);
    facts.numbers().forEach(amount -> numbers.addAll(amount.values()));
    facts.dates().forEach(dates::addAll);
    // A year or a day that a date is made of may be spoken of by itself.
    Numbers.of(words, Set.of()).forEach(amount -> numbers.addAll(amount.values()));
    String last = null;
    for (var word : words) {
      lower.add(word.lower());
      stems.add(word.stem());
      if (word.hasMeaning()) {
        initials.append(Character.toLowerCase(word.text().charAt(0)));
      }
      if (last != null) {
        pairs.add(last + ' ' + word.stem());
      }
      last = word.stem();
    }
    initials.append(' ');
  }

  static Set<String> stems(List<Word> words) {
    var stems = new HashSet<String>();
    for (var word : words) {
      if (word.hasMeaning()) {
        stems.add(word.stem());
      }
    }
    return stems;
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /// The spans that share the most telling words with a claim, best first.
  List<Span> nearest(Set<String> claimStems, int most) {
    record Ranked(Span span, double score) {}
    var ranked = new ArrayList<Ranked>(spans.size());
    for (var span : spans) {
      var score = 0d;
      for (var stem : claimStems) {
        if (span.stems().contains(stem)) {
          score += weight(stem);
        }
      }
      // Of spans that share as much, the shorter.
      ranked.add(new Ranked(span, score - span.words().size() * 1e-3));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
    return ranked.stream().limit(most).map(Ranked::span).toList();
  }

  /// How much a word tells: one that many spans have tells little.
  double weight(String stem) {
    return Math.log(1 + (spans.size() + 1d) / (1 + spansWith.getOrDefault(stem, 0)));
  }

  boolean hasStem(String stem) {
    return stems.contains(stem);
  }

  boolean hasPair(String first, String second) {
    return pairs.contains(first + ' ' + second);
  }

  boolean has(Numbers.Amount amount) {
    return amount.isWord() || amount.values().stream().anyMatch(numbers::contains);
  }

  boolean has(List<Day> readings) {
    return readings.stream().anyMatch(day -> dates.stream().anyMatch(day::agrees));
  }

  /// Whether a name occurs, in another form or as the initials of words too.
  boolean hasName(Word name) {
    var lowered = name.lower();
    if (known.contains(lowered) || stems.contains(name.stem())) {
      return true;
    }
    var isShort = name.text().length() <= 6 && name.text().chars().allMatch(Character::isUpperCase);
    if (isShort && initials.indexOf(lowered) >= 0) {
      return true;
    }
    var prefix = Math.max(SHARED_PREFIX, lowered.length() - 3);
    return lowered.length() > SHARED_PREFIX
        && known.stream().anyMatch(other -> other.regionMatches(0, lowered, 0, prefix));
  }
}
