package dev.headgate.contracts;

import dev.headgate.kernel.contracts.DocumentReader;
import dev.headgate.kernel.contracts.Reading;
import dev.headgate.kernel.contracts.Violation;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the document in a model's text.
///
/// Prose is passed over until a document begins: a bracket that the schema allows at its root, with
/// something after it that JSON has there, so that "[see above]" is prose. From then on the
/// document is there or nowhere: a mistake in it is not mended, and no later one is taken in its
/// place. A document that is a text, a number, a truth value or null has nothing around it but
/// blanks and a code fence. What is said in `<think>` is no part of the answer.
final class TolerantReader implements DocumentReader {
  /// Later documents that are kept.
  private static final int MAX_OTHERS = 8;

  private static final String THINK = "<think>";
  private static final String END_OF_THINK = "</think>";
  private static final String FENCE = "```";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private enum Mode {
    PROSE,
    THOUGHT,
    FENCE_LINE,
    BRACKET,
    DOCUMENT
  }

  private final int rootKinds;
  private final Listener judge;
  private final List<Json> others = new ArrayList<>();
  private final StringBuilder begun = new StringBuilder();
  private Mode mode = Mode.PROSE;
  private int matched;
  private int ticks;
  private boolean onlyBlanks = true;
  private boolean isScalar;
  private @Nullable StreamedJson json;
  private @Nullable Json document;
  private @Nullable Violation failure;

  TolerantReader(Rule root, Listener judge) {
    this.judge = judge;
    var kinds = -1;
    for (var rule : root.all()) {
      kinds &= rule.kinds;
    }
    rootKinds = kinds;
  }

  @Override
  public Optional<Violation> accept(String delta) {
    var at = 0;
    while (at < delta.length() && failure == null) {
      at = mode == Mode.DOCUMENT ? document(delta, at) : outside(delta.charAt(at), at);
    }
    if (failure == null && json != null && mode == Mode.DOCUMENT) {
      var reading = json;
      guarded(reading, reading::pause);
    }
    return Optional.ofNullable(failure);
  }

  @Override
  public Reading end() {
    if (failure == null && mode == Mode.DOCUMENT && json != null) {
      var reading = json;
      guarded(reading, reading::end);
      take(reading);
    }
    if (failure != null) {
      return new Reading.Missing(failure);
    }
    if (document != null) {
      return new Reading.Found(document, others);
    }
    return new Reading.Missing(
        new Violation(
            json == null ? "" : json.pointer(),
            mode == Mode.DOCUMENT
                ? "the JSON document is cut off"
                : "there is no JSON document in the answer"));
  }

  private int outside(char c, int at) {
    switch (mode) {
      case THOUGHT -> thought(c);
      case FENCE_LINE -> {
        return fenceLine(c, at);
      }
      case BRACKET -> {
        return bracket(c, at);
      }
      default -> {
        return prose(c, at);
      }
    }
    return at + 1;
  }

  private void thought(char c) {
    matched = lower(c) == END_OF_THINK.charAt(matched) ? matched + 1 : c == '<' ? 1 : 0;
    if (matched == END_OF_THINK.length()) {
      matched = 0;
      mode = Mode.PROSE;
    }
  }

  private int fenceLine(char c, int at) {
    if (c == '\n') {
      mode = Mode.PROSE;
      return at + 1;
    }
    if (c == '{' || c == '[' || c == '"') {
      mode = Mode.PROSE; // what it fences begins on its own line
      return at;
    }
    return at + 1;
  }

  private int prose(char c, int at) {
    if (matched > 0 || c == '<') {
      matched = lower(c) == THINK.charAt(matched) ? matched + 1 : c == '<' ? 1 : 0;
      if (matched == THINK.length()) {
        matched = 0;
        mode = Mode.THOUGHT;
        return at + 1;
      }
      if (matched > 0) {
        return at + 1;
      }
      said();
    }
    if (c == '`') {
      ticks++;
      if (ticks == FENCE.length()) {
        ticks = 0;
        if (document == null) {
          onlyBlanks = true;
          mode = Mode.FENCE_LINE;
        }
      }
      return at + 1;
    }
    if (ticks > 0) {
      ticks = 0;
      said();
    }
    if (Character.isWhitespace(c) || c == BYTE_ORDER_MARK) {
      return at + 1;
    }
    if ((c == '{' || c == '[') && isAllowed(c == '{' ? Kind.OBJECT : Kind.ARRAY)) {
      begun.setLength(0);
      begun.append(c);
      mode = Mode.BRACKET;
      return at + 1;
    }
    if (onlyBlanks && document == null) {
      if (beginsWord(c)) {
        begun.setLength(0);
        begun.append(c);
        mode = Mode.BRACKET;
        return at + 1;
      }
      if (beginsText(c)) {
        isScalar = true;
        begin();
        return at;
      }
    }
    said();
    return at + 1;
  }

  private boolean isAllowed(Kind kind) {
    return !isScalar && (rootKinds & kind.bit()) != 0;
  }

  // A document that is no container stands alone.
  private void said() {
    onlyBlanks = false;
    if (isScalar && document != null) {
      failure = new Violation("", "something is said after the JSON document");
    }
  }

  private boolean beginsWord(char c) {
    return switch (c) {
      case 't', 'f' -> (rootKinds & Kind.BOOLEAN.bit()) != 0;
      case 'n' -> (rootKinds & Kind.NULL.bit()) != 0;
      default -> false;
    };
  }

  private boolean beginsText(char c) {
    return c == '"'
        ? (rootKinds & Kind.STRING.bit()) != 0
        : (c == '-' || (c >= '0' && c <= '9')) && (rootKinds & Kind.NUMBER.bit()) != 0;
  }

  /// What follows a bracket tells whether it begins a document.
  private int bracket(char c, int at) {
    var isObject = begun.charAt(0) == '{';
    if (Character.isLetter(begun.charAt(begun.length() - 1))) {
      return word(c, at);
    }
    if (Character.isWhitespace(c)) {
      begun.append(c);
      return at + 1;
    }
    if (!isObject && (c == 't' || c == 'f' || c == 'n')) {
      begun.append(c);
      return at + 1;
    }
    var fits =
        isObject
            ? c == '"' || c == '}'
            : c == '"' || c == '{' || c == '[' || c == ']' || c == '-' || (c >= '0' && c <= '9');
    mode = Mode.PROSE;
    if (fits) {
      replay();
    } else {
      said();
    }
    return at;
  }

  private int word(char c, int at) {
    var from = begun.length() - 1;
    while (from > 0 && Character.isLetter(begun.charAt(from - 1))) {
      from--;
    }
    var soFar = begun.substring(from) + c;
    if ("true".equals(soFar) || "false".equals(soFar) || "null".equals(soFar)) {
      isScalar = from == 0;
      replay();
      return at;
    }
    if ("true".startsWith(soFar) || "false".startsWith(soFar) || "null".startsWith(soFar)) {
      begun.append(c);
      return at + 1;
    }
    mode = Mode.PROSE;
    said();
    return at;
  }

  private void replay() {
    begin();
    var held = begun.toString();
    begun.setLength(0);
    var _ = document(held, 0);
  }

  private void begin() {
    json = new StreamedJson(document == null ? judge : Listener.NONE);
    mode = Mode.DOCUMENT;
  }

  private int document(String piece, int from) {
    var reading = json;
    if (reading == null) {
      throw new IllegalStateException("no document has begun");
    }
    try {
      var at = reading.read(piece, from);
      take(reading);
      return at;
    } catch (Impossible e) {
      fail(reading, e);
      return reading.stoppedAt() + 1;
    }
  }

  private void guarded(StreamedJson reading, Runnable step) {
    try {
      step.run();
    } catch (Impossible e) {
      fail(reading, e);
    }
  }

  private void fail(StreamedJson reading, Impossible e) {
    if (document == null) {
      failure = new Violation(reading.pointer(), e.message());
    } else {
      mode = Mode.PROSE; // it is only said after the document
    }
  }

  private void take(StreamedJson reading) {
    if (!reading.isDone()) {
      return;
    }
    mode = Mode.PROSE;
    onlyBlanks = false;
    if (document == null) {
      document = reading.document();
    } else if (!document.equals(reading.document()) && others.size() < MAX_OTHERS) {
      others.add(reading.document());
    }
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
