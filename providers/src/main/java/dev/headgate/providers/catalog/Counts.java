package dev.headgate.providers.catalog;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.chat.Usage.InputTokens;
import dev.headgate.kernel.chat.Usage.OutputTokens;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much of each unit was used, overlapping as units do.
///
/// @param byUnit whole numbers, except for times
record Counts(Map<String, BigDecimal> byUnit) {
  Counts {
    byUnit = Map.copyOf(byUnit);
  }

  BigDecimal of(String unit) {
    return byUnit.getOrDefault(unit, BigDecimal.ZERO);
  }

  static Counts of(Usage usage) {
    var read = usage.input();
    var written = usage.output();
    var all = new LinkedHashMap<String, BigDecimal>();
    put(all, Unit.INPUT_TOKENS, read.total());
    put(all, "cache_read_tokens", read.cacheRead() + read.cacheReadAudio());
    put(all, "cache_audio_read_tokens", read.cacheReadAudio());
    put(all, "cache_write_tokens", read.cacheWrite() + read.cacheWriteLong());
    put(all, "cache_write_5m_tokens", read.cacheWrite());
    put(all, "cache_write_1h_tokens", read.cacheWriteLong());
    put(all, "input_audio_tokens", read.audio() + read.cacheReadAudio());
    put(all, "output_tokens", written.total());
    put(all, "output_reasoning_tokens", written.reasoning());
    put(all, "output_audio_tokens", written.audio());
    put(all, "web_searches", usage.searches());
    return new Counts(all);
  }

  /// The same in disjoint buckets. What a provider counts twice or not at all never makes a bucket
  /// negative.
  Usage disjoint() {
    var cached = count("cache_read_tokens");
    var cachedAudio = Math.min(count("cache_audio_read_tokens"), cached);
    var written = count("cache_write_tokens");
    var writtenLong = Math.min(count("cache_write_1h_tokens"), written);
    var audio = Math.max(count("input_audio_tokens") - cachedAudio, 0);
    var fresh = Math.max(count(Unit.INPUT_TOKENS) - cached - written - audio, 0);
    var output = count("output_tokens");
    var reasoning = Math.min(count("output_reasoning_tokens"), output);
    var spoken = Math.min(count("output_audio_tokens"), output - reasoning);
    return new Usage(
        new InputTokens(
            fresh, cached - cachedAudio, written - writtenLong, writtenLong, audio, cachedAudio),
        new OutputTokens(output - reasoning - spoken, reasoning, spoken),
        count("web_searches"));
  }

  private long count(String unit) {
    return of(unit).longValue();
  }

  private static void put(Map<String, BigDecimal> all, String unit, long count) {
    if (count > 0) {
      all.put(unit, BigDecimal.valueOf(count));
    }
  }
}
