package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Outcome;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.guardrails.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was taken out of the texts of one call, and what stands for it. Lives as long as the call,
/// in memory only. One thread hides what the call says; any thread may restore, and hide what is
/// found for it.
public final class PiiVault implements AutoCloseable {
  /* A placeholder is [KIND_7]: letters, digits and underscores in brackets, which no JSON writer
   * escapes and models repeat as they are. Numbers of placeholders that the texts already hold are
   * never given out, so a caller can be given back only what this call hid. */

  private static final Pattern WRITTEN = Pattern.compile("\\[[A-Z][A-Z_]{1,40}_([0-9]{1,6})\\]");
  private static final int MOST_VALUES = 10_000;
  private static final int MOST_JUDGEMENTS = 64;

  /// The longest placeholder: a kind of up to forty letters and a number of up to seven digits.
  static final int LONGEST = 50;

  private final PiiPolicy policy;
  private final Map<String, String> placeholders = new HashMap<>();
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Judgement> judgements = new ArrayList<>();
  private int first;
  private volatile boolean closed;

  PiiVault(PiiPolicy policy) {
    this.policy = policy;
  }

  /// Whether anything is looked for.
  public boolean isOn() {
    return policy.isOn();
  }

  /// Must see every text before the first is hidden: which placeholders it already holds.
  public void reserve(String text) {
    if (text.indexOf('[') < 0) {
      return;
    }
    var written = WRITTEN.matcher(text);
    while (written.find()) {
      first = Math.max(first, Integer.parseInt(written.group(1)));
    }
  }

  /// The text without what may not pass.
  ///
  /// @param source where the text comes from, such as `input.question`
  public String hide(String source, String text) {
    return hide(source, "", text);
  }

  /// The same for a text that stands after another one, which tells what it is.
  ///
  /// @param before such as `phone: `; nothing is taken out of it
  public String hide(String source, String before, String text) {
    var hidden = hidden(Stage.INPUT, source, before, text);
    var made = hidden.judgement();
    if (made != null
        && (judgements.size() < MOST_JUDGEMENTS || made.verdict().outcome() == Outcome.BLOCK)) {
      judgements.add(made);
    }
    return hidden.text();
  }

  /// Whether what is retrieved for the call must be hidden before a model sees it.
  public boolean hidesRetrieved() {
    return policy.isOn() && policy.retrieved();
  }

  /// A retrieved text without what may not pass. What would end the call if the caller said it is
  /// masked.
  ///
  /// @param found is told what was found, if anything was
  public String hideRetrieved(String source, String text, Consumer<Judgement> found) {
    var hidden = hidden(Stage.RETRIEVED, source, "", text);
    var made = hidden.judgement();
    if (made != null) {
      found.accept(made);
    }
    return hidden.text();
  }

  private record Hidden(String text, @Nullable Judgement judgement) {}

  private Hidden hidden(Stage stage, String source, String before, String text) {
    var detector = policy.detector();
    if (detector == null || text.isEmpty()) {
      return new Hidden(text, null);
    }
    var began = System.nanoTime();
    var from = before.length();
    var hidden = new StringBuilder();
    var counting = new ArrayList<Finding>();
    var outcome = Outcome.PASS;
    var copied = 0;
    for (var finding : detector.find(from == 0 ? text : before + text)) {
      var action = policy.action(finding.kind());
      if (finding.score() < policy.threshold()
          || action == PiiAction.ALLOW
          || finding.end() <= from) {
        continue;
      }
      var start = Math.max(0, finding.start() - from);
      var end = finding.end() - from;
      counting.add(new Finding(finding.kind(), start, end, finding.score()));
      outcome =
          outcome == Outcome.BLOCK || (action == PiiAction.BLOCK && stage == Stage.INPUT)
              ? Outcome.BLOCK
              : Outcome.MASK;
      hidden
          .append(text, copied, start)
          .append(
              action == PiiAction.TOKENISE && policy.mode() == Mode.ENFORCE
                  ? placeholder(finding.kind(), text.substring(start, end))
                  : "[" + finding.kind() + "]");
      copied = end;
    }
    if (counting.isEmpty()) {
      return new Hidden(text, null);
    }
    var score = counting.stream().mapToDouble(Finding::score).max().orElse(0);
    var judgement =
        new Judgement(
            stage,
            source,
            new Verdict(detector.name(), outcome, score, counting),
            policy.threshold(),
            policy.mode(),
            OnFailure.CLOSED,
            "",
            System.nanoTime() - began);
    return new Hidden(
        policy.mode() == Mode.ENFORCE
            ? hidden.append(text, copied, text.length()).toString()
            : text,
        judgement);
  }

  private synchronized String placeholder(String kind, String value) {
    var known = placeholders.get(value);
    if (known != null) {
      return known;
    }
    if (values.size() >= MOST_VALUES) {
      return "[" + kind + "]";
    }
    var number = first + counts.merge(kind, 1, Integer::sum);
    var placeholder = "[" + kind + "_" + number + "]";
    placeholders.put(value, placeholder);
    values.put(placeholder, value);
    return placeholder;
  }

  /// What was found, a judgement a text.
  public List<Judgement> judgements() {
    return List.copyOf(judgements);
  }

  /// What lets the call go no further.
  public Optional<Judgement> blocking() {
    return Guardrails.blocking(judgements);
  }

  /// Whether an answer may hold placeholders.
  public boolean holdsValues() {
    return !values.isEmpty();
  }

  /// The text with what was taken out of the call's texts.
  public String restore(String text) {
    if (values.isEmpty()) {
      return text;
    }
    var restored = new StringBuilder(text.length());
    var restorer = new PiiRestorer(this, restored::append);
    restorer.accept(text);
    restorer.end();
    return restored.toString();
  }

  /// @throws IllegalStateException after the call
  Optional<String> find(String placeholder) {
    if (closed) {
      throw new IllegalStateException("the call has ended, and what it hid is gone");
    }
    return Optional.ofNullable(values.get(placeholder));
  }

  @Override
  public synchronized void close() {
    closed = true;
    placeholders.clear();
    values.clear();
  }

  @Override
  public String toString() {
    return "***";
  }
}
