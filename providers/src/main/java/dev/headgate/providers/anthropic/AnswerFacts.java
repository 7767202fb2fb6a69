package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.providers.passing.JsonScan;
import dev.headgate.providers.passing.KnownNames;
import dev.headgate.providers.wire.ServedTier;
import org.jspecify.annotations.Nullable;

/// The few facts that a gateway needs of an answer in Anthropic's JSON: the events of a stream one
/// after the other, or a whole message. Not thread-safe.
final class AnswerFacts extends JsonScan {
  // "usage" is in a message, which is in an event; its details are one deeper.
  private static final int LEVELS = 4;

  private static final int TYPE = 1;
  private static final int MESSAGE = 2;
  private static final int DELTA = 3;
  private static final int ERROR = 4;
  private static final int USAGE = 5;
  private static final int ID = 6;
  private static final int MODEL = 7;
  private static final int STOP_REASON = 8;
  private static final int INPUT = 9;
  private static final int OUTPUT = 10;
  private static final int CACHE_READ = 11;
  private static final int CACHE_WRITE = 12;
  private static final int CACHE_SPLIT = 13;
  private static final int MINUTES = 14;
  private static final int HOUR = 15;
  private static final int OUTPUT_DETAILS = 16;
  private static final int THOUGHTS = 17;
  private static final int HOSTED = 18;
  private static final int SEARCHES = 19;
  private static final int SERVICE_TIER = 20;
  private static final int SPEED = 21;

  private static final KnownNames NAMES =
      KnownNames.of(
          "type",
          "message",
          "delta",
          "error",
          "usage",
          "id",
          "model",
          "stop_reason",
          "input_tokens",
          "output_tokens",
          "cache_read_input_tokens",
          "cache_creation_input_tokens",
          "cache_creation",
          "ephemeral_5m_input_tokens",
          "ephemeral_1h_input_tokens",
          "output_tokens_details",
          "thinking_tokens",
          "server_tool_use",
          "web_search_requests",
          "service_tier",
          "speed");

  private final long[] counts = NAMES.counters();
  private boolean counted;
  private boolean cacheWriteSaid;
  private String type = "";
  private String deltaType = "";
  private @Nullable String id;
  private @Nullable String model;
  private String tier = "";
  private String speed = "";
  private @Nullable FinishReason finishReason;
  private boolean error;

  AnswerFacts() {
    super(LEVELS, NAMES);
  }

  @Override
  public void nextDocument() {
    super.nextDocument();
    type = "";
    deltaType = "";
  }

  /// The `type` of the current document.
  String type() {
    return type;
  }

  /// Whether the current document has more of what the model writes.
  boolean hasGrown() {
    return type.equals("content_block_delta")
        && (deltaType.equals("text_delta")
            || deltaType.equals("thinking_delta")
            || deltaType.equals("input_json_delta"));
  }

  /// As far as the provider has counted them.
  long outputTokens() {
    return counts[OUTPUT];
  }

  @Nullable String id() {
    return id;
  }

  @Nullable String model() {
    return model;
  }

  /// At which it was served, empty if it does not say.
  String tier() {
    return ServedTier.of(tier, speed);
  }

  @Nullable FinishReason finishReason() {
    return finishReason;
  }

  boolean hasError() {
    return error;
  }

  @Nullable Usage usage() {
    if (!counted) {
      return null;
    }
    return UsageWords.counts(
        counts[INPUT],
        counts[CACHE_READ],
        cacheWriteSaid ? counts[CACHE_WRITE] : counts[MINUTES] + counts[HOUR],
        counts[HOUR],
        counts[OUTPUT],
        counts[THOUGHTS],
        counts[SEARCHES]);
  }

  @Override
  protected boolean wants(int level) {
    var outer = keyAt(1);
    return switch (level) {
      case 2 -> {
        error |= outer == ERROR;
        yield outer == MESSAGE || outer == DELTA || outer == USAGE;
      }
      case 3 -> (outer == MESSAGE && keyAt(2) == USAGE) || (outer == USAGE && isDetail(keyAt(2)));
      default -> outer == MESSAGE && keyAt(2) == USAGE && isDetail(keyAt(3));
    };
  }

  private static boolean isDetail(int key) {
    return key == CACHE_SPLIT || key == OUTPUT_DETAILS || key == HOSTED;
  }

  @Override
  protected void foundText(int level) {
    var key = keyAt(level);
    if (level == 1 && key == TYPE) {
      type = text();
      error |= type.equals("error");
    } else if (level == 1 || (level == 2 && keyAt(1) == MESSAGE)) {
      switch (key) {
        case ID -> id = id == null ? text() : id;
        case MODEL -> model = model == null ? text() : model;
        case STOP_REASON -> finishReason = StopWords.reason(text());
        default -> {}
      }
    } else if (level == 2 && keyAt(1) == DELTA && key == TYPE) {
      deltaType = text();
    } else if (level == 2 && keyAt(1) == DELTA && key == STOP_REASON) {
      finishReason = StopWords.reason(text());
    } else if (keyAt(level - 1) == USAGE) {
      tier = key == SERVICE_TIER ? text() : tier;
      speed = key == SPEED ? text() : speed;
    }
  }

  @Override
  protected void foundNumber(int level, long number) {
    if (keyAt(1) == USAGE || (keyAt(1) == MESSAGE && level > 2 && keyAt(2) == USAGE)) {
      counted = true;
      counts[keyAt(level)] = number;
      cacheWriteSaid |= keyAt(level) == CACHE_WRITE;
    }
  }
}
