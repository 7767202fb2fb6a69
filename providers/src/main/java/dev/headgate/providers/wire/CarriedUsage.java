package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import java.util.Optional;

/// The exact counts of an answer, where a dialect's own words for them say less.
public final class CarriedUsage {
  private static final String USAGE = "usage";

  private CarriedUsage() {}

  /// Adds them to the object that holds the dialect's counts.
  ///
  /// @param said what the dialect's own words already say
  public static Json.Obj put(Json.Obj counts, Usage usage, Usage said) {
    return usage.equals(said)
        ? counts
        : counts.with(Carried.MEMBER, counts.object(Carried.MEMBER).with(USAGE, json(usage)));
  }

  public static Optional<Usage> find(Json.Obj counts) {
    return counts.object(Carried.MEMBER).find(USAGE).map(value -> usage(value));
  }

  private static Json json(Usage usage) {
    var in = usage.input();
    var out = usage.output();
    return new ObjectBuilder()
        .put("fresh", in.fresh())
        .put("cache_read", in.cacheRead())
        .put("cache_write", in.cacheWrite())
        .put("cache_write_long", in.cacheWriteLong())
        .put("audio", in.audio())
        .put("cache_read_audio", in.cacheReadAudio())
        .put("text", out.text())
        .put("reasoning", out.reasoning())
        .put("audio_out", out.audio())
        .put("searches", usage.searches())
        .build();
  }

  private static Usage usage(Json value) {
    if (!(value instanceof Json.Obj counts)) {
      return Usage.NONE;
    }
    return new Usage(
        new Usage.InputTokens(
            counts.integer("fresh"),
            counts.integer("cache_read"),
            counts.integer("cache_write"),
            counts.integer("cache_write_long"),
            counts.integer("audio"),
            counts.integer("cache_read_audio")),
        new Usage.OutputTokens(
            counts.integer("text"), counts.integer("reasoning"), counts.integer("audio_out")),
        counts.integer("searches"));
  }
}
