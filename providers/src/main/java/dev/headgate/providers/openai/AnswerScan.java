package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.providers.wire.QuoteSearch;
import org.jspecify.annotations.Nullable;

/// Picks the few facts a gateway needs out of answers in OpenAI's JSON, byte by byte, wherever the
/// bytes are split. It does not validate: what is no JSON yields no facts. Not thread-safe.
///
/// A push scanner with a stack of two things per level: whether it is an object, and which known
/// key its current value belongs to. Everything below the fourth level, and every text that is not
/// wanted, is only skipped; of those that an answer grows by, the bytes are counted.
final class AnswerScan {
  private static final int BETWEEN = 0;
  private static final int STRING = 1;
  private static final int ESCAPE = 2;
  private static final int SCALAR = 3;
  private static final int SKIPPING = 4;

  // "usage" is on level 1, its details on level 3; a choice is on level 3, in a list on level 2,
  // and
  // what it grows by on level 4.
  private static final int USAGE_LEVELS = 3;
  private static final int CHOICE_LEVELS = 3;
  private static final int DELTA_LEVEL = 4;
  private static final int LEVELS = 4;
  private static final int MAX_TEXT_BYTES = 256;

  // A bit set of the choices' indexes; nobody asks for more answers at once.
  private static final int MAX_CHOICES = 64;

  private enum Key {
    OTHER(""),
    ID("id"),
    MODEL("model"),
    ERROR("error"),
    CHOICES("choices"),
    INDEX("index"),
    DELTA("delta"),
    ROLE("role"),
    TEXT("text"),
    FINISH_REASON("finish_reason"),
    USAGE("usage"),
    PROMPT_TOKENS("prompt_tokens"),
    COMPLETION_TOKENS("completion_tokens"),
    TOTAL_TOKENS("total_tokens"),
    PROMPT_DETAILS("prompt_tokens_details"),
    CACHED_TOKENS("cached_tokens"),
    COMPLETION_DETAILS("completion_tokens_details"),
    REASONING_TOKENS("reasoning_tokens"),
    SERVICE_TIER("service_tier");

    private final String name;

    Key(String name) {
      this.name = name;
    }

    boolean is(byte[] text, int length) {
      if (length != name.length()) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (text[i] != name.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Key[] path = new Key[LEVELS + 1];
  private final boolean[] isObject = new boolean[LEVELS + 1];
  private final byte[] text = new byte[MAX_TEXT_BYTES];
  private int textLength;
  private boolean capturing;
  private boolean growing;
  private int mode = BETWEEN;
  private int depth;
  private int skippedFrom = Integer.MAX_VALUE;
  private boolean expectingKey;
  private boolean complete;
  private boolean tooDeep;

  private @Nullable String id;
  private @Nullable String model;
  private String tier = "";
  private @Nullable FinishReason finishReason;
  private @Nullable Usage usage;
  private boolean error;
  private long choicesSeen;
  private long choicesFinished;
  private int choice;
  private boolean choiceFinished;
  private boolean documentHasChoice;
  private boolean documentHasNoChoices;
  private boolean documentHasUsage;
  private int grownBytes;
  private boolean hasGrown;

  private long promptTokens;
  private long completionTokens;
  private long totalTokens;
  private long cachedTokens;
  private long reasoningTokens;

  /// Begins the next document of the same answer.
  void nextDocument() {
    mode = BETWEEN;
    depth = 0;
    skippedFrom = Integer.MAX_VALUE;
    expectingKey = false;
    complete = false;
    documentHasChoice = false;
    documentHasNoChoices = false;
    documentHasUsage = false;
    grownBytes = 0;
    hasGrown = false;
  }

  void accept(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to) {
      switch (mode) {
        case STRING -> i = inString(bytes, i, to);
        case ESCAPE -> {
          capture(bytes[i++]);
          mode = STRING;
        }
        case SCALAR -> i = inScalar(bytes, i, to);
        case SKIPPING -> i = skipping(bytes, i, to);
        default -> between(bytes[i++]);
      }
    }
  }

  /// The current document's outermost value has been closed.
  boolean isComplete() {
    return complete;
  }

  /// The current document has begun and is not closed: its brackets do not match, or it is not
  /// JSON.
  boolean isOpen() {
    return !complete && (mode != BETWEEN || depth != 0);
  }

  /// Some document is nested deeper than anything that is an answer.
  boolean isTooDeep() {
    return tooDeep;
  }

  /// The current document carries a piece of an answer.
  boolean hasChoice() {
    return documentHasChoice;
  }

  /// The current document carries token counts and an empty list of choices.
  boolean isUsageOnly() {
    return complete && documentHasUsage && documentHasNoChoices;
  }

  /// The current document carries text or a tool call that the answer grows by.
  boolean hasGrown() {
    return hasGrown || grownBytes > 0;
  }

  /// Bytes of the texts that the current document has for the answer.
  int grownBytes() {
    return grownBytes;
  }

  boolean hasError() {
    return error;
  }

  /// Every answer that began has said why it ended.
  boolean isFinished() {
    return choicesSeen != 0 && choicesSeen == choicesFinished;
  }

  @Nullable String id() {
    return id;
  }

  @Nullable String model() {
    return model;
  }

  /// At which it was served, empty if it does not say.
  String tier() {
    return tier;
  }

  @Nullable FinishReason finishReason() {
    return finishReason;
  }

  @Nullable Usage usage() {
    return usage;
  }

  private int inString(byte[] bytes, int from, int to) {
    var i = QuoteSearch.next(bytes, from, to);
    if (capturing) {
      capture(bytes, from, i);
    }
    if (growing) {
      grownBytes += i - from;
    }
    if (i == to) {
      return i;
    }
    if (bytes[i] == '\\') {
      capture(bytes[i]);
      mode = ESCAPE;
    } else {
      mode = depth >= skippedFrom ? SKIPPING : BETWEEN;
      endString();
    }
    return i + 1;
  }

  // Within a container of no interest only strings and brackets matter.
  private int skipping(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      switch (bytes[i]) {
        case '"' -> {
          mode = STRING;
          capturing = false;
          growing = false;
          return i + 1;
        }
        case '{', '[' -> {
          depth++;
          tooDeep |= depth > Json.MAX_DEPTH;
        }
        case '}', ']' -> {
          if (--depth < skippedFrom) {
            skippedFrom = Integer.MAX_VALUE;
            mode = BETWEEN;
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return to;
  }

  private int inScalar(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to && bytes[i] > ' ' && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']') {
      i++;
    }
    if (capturing) {
      capture(bytes, from, i);
    }
    if (i < to) {
      mode = BETWEEN;
      endScalar();
    }
    return i;
  }

  private void between(byte b) {
    switch (b) {
      case ' ', '\t', '\n', '\r' -> {}
      case '"' -> {
        mode = STRING;
        textLength = 0;
        capturing = expectingKey || isValueOfInterest();
        growing = !expectingKey && isText();
      }
      case ',' -> expectingKey = isObject[depth];
      case ':' -> expectingKey = false;
      case '{' -> open(true);
      case '[' -> open(false);
      case '}', ']' -> close();
      default -> {
        mode = SCALAR;
        textLength = 0;
        capturing = isValueOfInterest();
        capture(b);
      }
    }
  }

  private void open(boolean object) {
    complete = false;
    if (depth == 1 && path[1] == Key.USAGE) {
      promptTokens = 0;
      completionTokens = 0;
      totalTokens = 0;
      cachedTokens = 0;
      reasoningTokens = 0;
    } else if (depth == 2 && path[1] == Key.CHOICES) {
      documentHasChoice = true;
      choice = 0;
      choiceFinished = false;
    } else if (depth == 1 && path[1] == Key.ERROR) {
      error = true;
    }
    // A tool call, as a rule.
    hasGrown |= depth == DELTA_LEVEL && path[1] == Key.CHOICES;
    depth++;
    if (depth > 1 && !isContainerOfInterest()) {
      skippedFrom = depth;
      expectingKey = false;
      mode = SKIPPING;
      return;
    }
    isObject[depth] = object;
    path[depth] = Key.OTHER;
    expectingKey = object;
  }

  // The object behind "usage" and those in it; the list behind "choices" and the objects in it.
  private boolean isContainerOfInterest() {
    return switch (path[1]) {
      case USAGE -> depth <= USAGE_LEVELS;
      case CHOICES ->
          depth <= CHOICE_LEVELS || (depth == DELTA_LEVEL && path[CHOICE_LEVELS] == Key.DELTA);
      default -> false;
    };
  }

  private void close() {
    if (depth == 3 && path[1] == Key.CHOICES) {
      choicesSeen |= 1L << choice;
      if (choiceFinished) {
        choicesFinished |= 1L << choice;
      }
    } else if (depth == 2 && path[1] == Key.CHOICES) {
      documentHasNoChoices = !documentHasChoice;
    } else if (depth == 2 && path[1] == Key.USAGE) {
      documentHasUsage = true;
      usage = disjoint();
    }
    complete |= depth == 1;
    depth = Math.max(depth - 1, 0);
    expectingKey = false;
  }

  // What is said, thought or refused; in text completions it is the choice's own.
  private boolean isText() {
    return path[1] == Key.CHOICES
        && ((depth == DELTA_LEVEL && path[DELTA_LEVEL] != Key.ROLE)
            || (depth == CHOICE_LEVELS && path[CHOICE_LEVELS] == Key.TEXT));
  }

  private boolean isValueOfInterest() {
    return isObject[depth] && path[depth] != Key.OTHER;
  }

  private void endString() {
    if (expectingKey) {
      path[depth] = key();
      return;
    }
    if (!capturing || textLength > MAX_TEXT_BYTES) {
      return;
    }
    if (depth == 1 && path[1] == Key.ID) {
      id = id == null ? textValue() : id;
    } else if (depth == 1 && path[1] == Key.MODEL) {
      model = model == null ? textValue() : model;
    } else if (depth == 1 && path[1] == Key.SERVICE_TIER) {
      tier = textValue();
    } else if (depth == 1 && path[1] == Key.ERROR) {
      error = true;
    } else if (depth == 3 && path[1] == Key.CHOICES && path[3] == Key.FINISH_REASON) {
      choiceFinished = true;
      finishReason = reason(textValue());
    }
  }

  private void endScalar() {
    if (!capturing) {
      return;
    }
    var number = number();
    if (number < 0) {
      return;
    }
    if (path[1] == Key.USAGE) {
      switch (path[depth]) {
        case PROMPT_TOKENS -> promptTokens = number;
        case COMPLETION_TOKENS -> completionTokens = number;
        case TOTAL_TOKENS -> totalTokens = number;
        case CACHED_TOKENS -> cachedTokens = path[2] == Key.PROMPT_DETAILS ? number : cachedTokens;
        case REASONING_TOKENS ->
            reasoningTokens = path[2] == Key.COMPLETION_DETAILS ? number : reasoningTokens;
        default -> {}
      }
    } else if (depth == 3 && path[1] == Key.CHOICES && path[3] == Key.INDEX) {
      choice = (int) Math.min(number, MAX_CHOICES - 1);
    }
  }

  // OpenAI counts cached within prompt tokens and reasoning within completion tokens. Some
  // compatible servers add reasoning on top; their total tells.
  private Usage disjoint() {
    var cached = Math.min(cachedTokens, promptTokens);
    var apart =
        reasoningTokens > 0 && totalTokens == promptTokens + completionTokens + reasoningTokens;
    var output = apart ? completionTokens : Math.max(completionTokens - reasoningTokens, 0);
    var reasoning = apart ? reasoningTokens : Math.min(reasoningTokens, completionTokens);
    return Usage.of(promptTokens - cached, cached, output, reasoning);
  }

  private static FinishReason reason(String text) {
    return switch (text) {
      case "length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  // No two keys of the same length, but for a few: one comparison, as a rule.
  private Key key() {
    return switch (textLength) {
      case 2 -> matching(Key.ID);
      case 4 -> text[0] == 'r' ? matching(Key.ROLE) : matching(Key.TEXT);
      case 5 ->
          text[0] == 'm'
              ? matching(Key.MODEL)
              : text[0] == 'u'
                  ? matching(Key.USAGE)
                  : text[0] == 'i'
                      ? matching(Key.INDEX)
                      : text[0] == 'd' ? matching(Key.DELTA) : matching(Key.ERROR);
      case 7 -> matching(Key.CHOICES);
      case 12 -> matching(text[0] == 't' ? Key.TOTAL_TOKENS : Key.SERVICE_TIER);
      case 13 ->
          text[0] == 'p'
              ? matching(Key.PROMPT_TOKENS)
              : text[0] == 'c' ? matching(Key.CACHED_TOKENS) : matching(Key.FINISH_REASON);
      case 16 -> matching(Key.REASONING_TOKENS);
      case 17 -> matching(Key.COMPLETION_TOKENS);
      case 21 -> matching(Key.PROMPT_DETAILS);
      case 25 -> matching(Key.COMPLETION_DETAILS);
      default -> Key.OTHER;
    };
  }

  private Key matching(Key key) {
    return key.is(text, textLength) ? key : Key.OTHER;
  }

  // Some servers write a slash as \/.
  private String textValue() {
    return new String(text, 0, textLength, UTF_8).replace("\\/", "/");
  }

  /// The captured whole number, or -1.
  private long number() {
    if (textLength == 0 || textLength > 18) {
      return -1;
    }
    var number = 0L;
    for (int i = 0; i < textLength; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return -1;
      }
      number = number * 10 + text[i] - '0';
    }
    return number;
  }

  private void capture(byte b) {
    if (capturing) {
      if (textLength < MAX_TEXT_BYTES) {
        text[textLength] = b;
      }
      textLength++;
    }
  }

  private void capture(byte[] bytes, int from, int to) {
    var length = to - from;
    if (textLength + length <= MAX_TEXT_BYTES) {
      System.arraycopy(bytes, from, text, textLength, length);
    }
    textLength = Math.min(textLength + length, MAX_TEXT_BYTES + 1);
  }
}
