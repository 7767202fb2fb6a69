package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.chat.Usage.InputTokens;
import dev.headgate.kernel.chat.Usage.OutputTokens;
import dev.headgate.providers.passing.JsonScan;
import dev.headgate.providers.passing.KnownNames;
import org.jspecify.annotations.Nullable;

/// What a gateway needs of an answer that is an image, a sound or what was heard: whether it has
/// said that it is complete, and what it took. Not thread-safe.
final class MediaFacts extends JsonScan {
  private static final int LEVELS = 3;

  private static final int TYPE = 1;
  private static final int ERROR = 2;
  private static final int USAGE = 3;
  private static final int INPUT = 4;
  private static final int OUTPUT = 5;
  private static final int PROMPT = 6;
  private static final int COMPLETION = 7;
  private static final int DETAILS = 8;
  private static final int DETAIL = 9;
  private static final int CACHED = 10;
  private static final int AUDIO = 11;

  private static final KnownNames NAMES =
      KnownNames.of(
          "type",
          "error",
          "usage",
          "input_tokens",
          "output_tokens",
          "prompt_tokens",
          "completion_tokens",
          "input_tokens_details",
          "input_token_details",
          "cached_tokens",
          "audio_tokens");

  private final long[] counts = NAMES.counters();
  private boolean counted;
  private boolean error;
  private String type = "";

  MediaFacts() {
    super(LEVELS, NAMES);
  }

  @Override
  public void nextDocument() {
    super.nextDocument();
    type = "";
  }

  /// Whether the current document is the last event of an answer, as OpenAI names it.
  boolean isLast() {
    return switch (type) {
      case "transcript.text.done",
          "speech.audio.done",
          "image_generation.completed",
          "image_edit.completed" ->
          true;
      default -> false;
    };
  }

  boolean hasError() {
    return error;
  }

  @Nullable Usage usage() {
    if (!counted) {
      return null;
    }
    var input = Math.max(counts[INPUT], counts[PROMPT]);
    var cached = Math.min(counts[CACHED], input);
    var audio = Math.min(counts[AUDIO], input - cached);
    return new Usage(
        new InputTokens(input - cached - audio, cached, 0, 0, audio, 0),
        new OutputTokens(Math.max(counts[OUTPUT], counts[COMPLETION]), 0, 0),
        0);
  }

  @Override
  protected boolean wants(int level) {
    var outer = keyAt(1);
    error |= level == 2 && outer == ERROR;
    return level == 2
        ? outer == USAGE
        : outer == USAGE && (keyAt(2) == DETAILS || keyAt(2) == DETAIL);
  }

  @Override
  protected void foundText(int level) {
    if (level == 1 && keyAt(1) == TYPE) {
      type = text();
      error |= type.equals("error");
    } else if (level == 1 && keyAt(1) == ERROR) {
      error = true;
    }
  }

  @Override
  protected void foundNumber(int level, long number) {
    if (level > 1 && keyAt(1) == USAGE) {
      counted = true;
      counts[keyAt(level)] = number;
    }
  }
}
