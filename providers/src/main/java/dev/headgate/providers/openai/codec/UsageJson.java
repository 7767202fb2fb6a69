package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ObjectBuilder;

/// Token counts. OpenAI's are nested: what was cached or heard is part of `prompt_tokens`, what was
/// thought or spoken part of `completion_tokens`.
final class UsageJson {
  private static final String PROMPT = "prompt_tokens";
  private static final String COMPLETION = "completion_tokens";
  private static final String TOTAL = "total_tokens";
  private static final String PROMPT_DETAILS = "prompt_tokens_details";
  private static final String COMPLETION_DETAILS = "completion_tokens_details";

  private UsageJson() {}

  static Usage read(Json.Obj usage) {
    return CarriedUsage.of(usage, UsageJson::readOwn);
  }

  private static Usage readOwn(Json.Obj usage) {
    var details = usage.object(PROMPT_DETAILS);
    var prompt = usage.has(PROMPT) ? usage.integer(PROMPT) : usage.integer(TOTAL);
    var left = new Remainder(prompt);
    var cached = left.take(cached(usage, details));
    var written = left.take(details.integer("cache_write_tokens"));
    var heard = left.take(details.integer("audio_tokens"));
    return new Usage(
        new Usage.InputTokens(left.tokens, cached, written, 0, heard, 0),
        output(usage, prompt),
        searches(usage));
  }

  // OpenAI's place, then DeepSeek's, then Together's and Moonshot's.
  private static long cached(Json.Obj usage, Json.Obj details) {
    if (details.has("cached_tokens")) {
      return details.integer("cached_tokens");
    }
    return usage.has("prompt_cache_hit_tokens")
        ? usage.integer("prompt_cache_hit_tokens")
        : usage.integer("cached_tokens");
  }

  private static Usage.OutputTokens output(Json.Obj usage, long prompt) {
    var details = usage.object(COMPLETION_DETAILS);
    var completion = usage.has(PROMPT) ? usage.integer(COMPLETION) : 0;
    var thought = details.integer("reasoning_tokens");
    // xAI counts thoughts beside the completion; then only the total holds them.
    if (thought > 0 && usage.integer(TOTAL) == prompt + completion + thought) {
      completion += thought;
    }
    var left = new Remainder(completion);
    var reasoning = left.take(thought);
    var spoken = left.take(details.integer("audio_tokens"));
    return new Usage.OutputTokens(left.tokens, reasoning, spoken);
  }

  private static long searches(Json.Obj usage) {
    return usage.object("server_tool_use_details").integer("web_search_requests")
        + usage.integer("num_search_queries");
  }

  static Json.Obj write(Usage usage) {
    var in = usage.input();
    var out = usage.output();
    var input =
        new ObjectBuilder()
            .put("cached_tokens", in.cacheRead() + in.cacheReadAudio())
            .put("audio_tokens", in.audio());
    var cacheWrite = in.cacheWrite() + in.cacheWriteLong();
    if (cacheWrite > 0) {
      input.put("cache_write_tokens", cacheWrite);
    }
    var written =
        new ObjectBuilder()
            .put(PROMPT, in.total())
            .put(COMPLETION, out.total())
            .put(TOTAL, in.total() + out.total())
            .put(PROMPT_DETAILS, input.build())
            .put(
                COMPLETION_DETAILS,
                new ObjectBuilder()
                    .put("reasoning_tokens", out.reasoning())
                    .put("audio_tokens", out.audio())
                    .build())
            .build();
    return CarriedUsage.put(written, usage, UsageJson::readOwn);
  }

  /// A count from which parts are taken; a provider's parts may be more than its whole.
  private static final class Remainder {
    private long tokens;

    Remainder(long whole) {
      this.tokens = Math.max(0, whole);
    }

    long take(long part) {
      var taken = Math.clamp(part, 0, tokens);
      tokens -= taken;
      return taken;
    }
  }
}
