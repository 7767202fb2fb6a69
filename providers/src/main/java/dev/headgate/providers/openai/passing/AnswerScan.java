package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.providers.passing.JsonScan;
import dev.headgate.providers.passing.KnownNames;
import org.jspecify.annotations.Nullable;

/// The few facts that a gateway needs of an answer in OpenAI's JSON: the events of a stream one
/// after the other, or a whole answer. Of the texts that an answer grows by, the bytes are counted.
/// Not thread-safe.
final class AnswerScan extends JsonScan {
  // "usage" is on level 1, its details on level 3; a choice is on level 3, in a list on level 2,
  // and what it grows by on level 4. What is on level 5 only has to be noticed.
  private static final int USAGE_LEVELS = 3;
  private static final int CHOICE_LEVEL = 3;
  private static final int DELTA_LEVEL = 4;
  private static final int LEVELS = 5;

  // A bit set of the choices' indexes; nobody asks for more answers at once.
  private static final int MAX_CHOICES = 64;

  private static final int ID = 1;
  private static final int MODEL = 2;
  private static final int ERROR = 3;
  private static final int CHOICES = 4;
  private static final int INDEX = 5;
  private static final int DELTA = 6;
  private static final int ROLE = 7;
  private static final int TEXT = 8;
  private static final int FINISH_REASON = 9;
  private static final int USAGE = 10;
  private static final int PROMPT_TOKENS = 11;
  private static final int COMPLETION_TOKENS = 12;
  private static final int TOTAL_TOKENS = 13;
  private static final int PROMPT_DETAILS = 14;
  private static final int CACHED_TOKENS = 15;
  private static final int COMPLETION_DETAILS = 16;
  private static final int REASONING_TOKENS = 17;
  private static final int SERVICE_TIER = 18;

  private static final KnownNames NAMES =
      KnownNames.of(
          "id",
          "model",
          "error",
          "choices",
          "index",
          "delta",
          "role",
          "text",
          "finish_reason",
          "usage",
          "prompt_tokens",
          "completion_tokens",
          "total_tokens",
          "prompt_tokens_details",
          "cached_tokens",
          "completion_tokens_details",
          "reasoning_tokens",
          "service_tier");

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
  private boolean hasGrown;

  private long promptTokens;
  private long completionTokens;
  private long totalTokens;
  private long cachedTokens;
  private long reasoningTokens;

  AnswerScan() {
    super(LEVELS, NAMES, CHOICE_LEVEL);
  }

  /// Begins the next document of the same answer.
  @Override
  public void nextDocument() {
    super.nextDocument();
    documentHasChoice = false;
    documentHasNoChoices = false;
    documentHasUsage = false;
    hasGrown = false;
  }

  /// The current document carries a piece of an answer.
  boolean hasChoice() {
    return documentHasChoice;
  }

  /// The current document carries token counts and an empty list of choices.
  boolean isUsageOnly() {
    return isComplete() && documentHasUsage && documentHasNoChoices;
  }

  /// The current document carries text or a tool call that the answer grows by.
  boolean hasGrown() {
    return hasGrown || countedBytes() > 0;
  }

  /// Bytes of the texts that the current document has for the answer.
  int grownBytes() {
    return countedBytes();
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

  // The object behind "usage" and those in it; the list behind "choices" and the objects in it.
  @Override
  protected boolean wants(int level) {
    return switch (keyAt(1)) {
      case USAGE -> {
        if (level == 2) {
          forgetCounts();
        }
        yield level <= USAGE_LEVELS;
      }
      case CHOICES -> wantsOfChoices(level);
      case ERROR -> {
        error |= level == 2;
        yield false;
      }
      default -> false;
    };
  }

  private void forgetCounts() {
    promptTokens = 0;
    completionTokens = 0;
    totalTokens = 0;
    cachedTokens = 0;
    reasoningTokens = 0;
  }

  private boolean wantsOfChoices(int level) {
    switch (level) {
      case CHOICE_LEVEL -> {
        documentHasChoice = true;
        choice = 0;
        choiceFinished = false;
      }
      case DELTA_LEVEL -> {
        return keyAt(CHOICE_LEVEL) == DELTA;
      }
      case LEVELS -> {
        // A tool call, as a rule.
        hasGrown = true;
        return false;
      }
      default -> {}
    }
    return true;
  }

  @Override
  protected void closed(int level) {
    if (level == CHOICE_LEVEL && keyAt(1) == CHOICES) {
      choicesSeen |= 1L << choice;
      if (choiceFinished) {
        choicesFinished |= 1L << choice;
      }
    } else if (level == 2 && keyAt(1) == CHOICES) {
      documentHasNoChoices = !documentHasChoice;
    } else if (level == 2 && keyAt(1) == USAGE) {
      documentHasUsage = true;
      usage = disjoint();
    }
  }

  // What is said, thought or refused; in text completions it is the choice's own.
  @Override
  protected boolean counts(int level) {
    return keyAt(1) == CHOICES
        && ((level == DELTA_LEVEL && keyAt(DELTA_LEVEL) != ROLE)
            || (level == CHOICE_LEVEL && keyAt(CHOICE_LEVEL) == TEXT));
  }

  @Override
  protected void foundText(int level) {
    if (level == 1) {
      switch (keyAt(1)) {
        case ID -> id = id == null ? text() : id;
        case MODEL -> model = model == null ? text() : model;
        case SERVICE_TIER -> tier = text();
        case ERROR -> error = true;
        default -> {}
      }
    } else if (level == CHOICE_LEVEL && keyAt(1) == CHOICES && keyAt(level) == FINISH_REASON) {
      choiceFinished = true;
      finishReason = reason(text());
    }
  }

  @Override
  protected void foundNumber(int level, long number) {
    if (keyAt(1) == USAGE) {
      switch (keyAt(level)) {
        case PROMPT_TOKENS -> promptTokens = number;
        case COMPLETION_TOKENS -> completionTokens = number;
        case TOTAL_TOKENS -> totalTokens = number;
        case CACHED_TOKENS -> cachedTokens = keyAt(2) == PROMPT_DETAILS ? number : cachedTokens;
        case REASONING_TOKENS ->
            reasoningTokens = keyAt(2) == COMPLETION_DETAILS ? number : reasoningTokens;
        default -> {}
      }
    } else if (level == CHOICE_LEVEL && keyAt(1) == CHOICES && keyAt(level) == INDEX) {
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
}
