package dev.headgate.guardrails.leaks;

import dev.headgate.guardrails.text.Reading;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Instructions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one answer has given away so far. Counts the words of the prompt that it has repeated in
/// runs, each once, so that it matters neither in how many pieces the prompt is said nor how often.
final class AnswerLeaks implements Detector {
  private static final int MAX_WORDS = 100_000;

  // Of a short prompt this share is as good as all of it.
  private static final double MOST = 0.6;

  private final Instructions told;
  private final int minWords;
  private final CanarySearch canary;
  private final BitSet repeated = new BitSet();
  private @Nullable PromptRuns prompt;
  private boolean knowsQuoted;

  AnswerLeaks(Instructions told, int minWords) {
    this.told = told;
    this.minWords = minWords;
    this.canary = new CanarySearch(told.canary());
  }

  @Override
  public String name() {
    return LeakKind.NAME;
  }

  @Override
  public synchronized List<Finding> find(String text) {
    var found = new ArrayList<Finding>();
    var readings = Reading.of(text);
    for (var reading : readings) {
      if (canary.isIn(reading.text())) {
        found.add(span("canary", reading, 0, reading.text().length(), 1));
        break;
      }
    }
    for (var reading : readings) {
      var words = Words.of(reading.text(), MAX_WORDS);
      var runs = repeat(words);
      if (runs != null) {
        found.add(
            span("system-prompt", reading, words.start(runs.from), words.end(runs.to), score()));
      }
    }
    var backwards = new StringBuilder(text).reverse().toString();
    for (var disguised : List.of(backwards, Reading.turned(text))) {
      if (repeat(Words.of(disguised, MAX_WORDS)) != null) {
        found.add(new Finding("system-prompt", 0, text.length(), score()));
      }
    }
    return found;
  }

  private static Finding span(String kind, Reading reading, int from, int to, double score) {
    var start = reading.origin(from);
    return new Finding(kind, start, Math.max(start, reading.originOfEnd(to)), score);
  }

  /// Where in a text the prompt is repeated.
  ///
  /// @param from its first word there
  /// @param to its last word there
  private record Runs(int from, int to) {}

  private @Nullable Runs repeat(Words words) {
    var from = -1;
    var to = -1;
    for (int i = 0; i + PromptRuns.LENGTH <= words.count(); i++) {
      var place = place(words.run(i, PromptRuns.LENGTH));
      if (place >= 0) {
        repeated.set(place, place + PromptRuns.LENGTH);
        from = from < 0 ? i : from;
        to = i + PromptRuns.LENGTH - 1;
      }
    }
    return from < 0 ? null : new Runs(from, to);
  }

  // What others wrote is only looked through once something of the prompt was found.
  private int place(long run) {
    var runs = prompt;
    if (runs == null) {
      runs = new PromptRuns(told.own());
      prompt = runs;
    }
    var place = runs.place(run);
    if (place >= 0 && !knowsQuoted) {
      knowsQuoted = true;
      runs.forget(told.quoted());
      return runs.place(run);
    }
    return place;
  }

  private double score() {
    var words = prompt == null ? 0 : prompt.words();
    var need = Math.clamp(Math.ceil(MOST * words), PromptRuns.LENGTH, minWords);
    return 1 - Math.pow(2, -repeated.cardinality() / need);
  }
}
