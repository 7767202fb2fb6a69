package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ObjectBuilder;

/// `usage`, in both directions. Cached tokens are reported apart from `input_tokens`; thoughts
/// within `output_tokens`.
final class UsageWords {
  static final String NAME = "usage";

  private static final String CACHE = "cache_creation";
  private static final String THOUGHTS = "output_tokens_details";
  private static final String HOSTED = "server_tool_use";

  private UsageWords() {}

  static Usage read(Json.Obj usage) {
    return CarriedUsage.of(usage, UsageWords::counts);
  }

  private static Usage counts(Json.Obj usage) {
    var split = usage.object(CACHE);
    var hour = split.integer("ephemeral_1h_input_tokens");
    var written =
        usage.find("cache_creation_input_tokens").isPresent()
            ? usage.integer("cache_creation_input_tokens")
            : hour + split.integer("ephemeral_5m_input_tokens");
    return counts(
        usage.integer("input_tokens"),
        usage.integer("cache_read_input_tokens"),
        written,
        hour,
        usage.integer("output_tokens"),
        usage.object(THOUGHTS).integer("thinking_tokens"),
        usage.object(HOSTED).integer("web_search_requests"));
  }

  static Usage counts(
      long input, long read, long written, long hour, long output, long thinking, long searches) {
    var hourly = Math.min(hour, written);
    var thoughts = Math.min(thinking, output);
    return new Usage(
        new Usage.InputTokens(input, read, written - hourly, hourly, 0, 0),
        new Usage.OutputTokens(output - thoughts, thoughts, 0),
        searches);
  }

  /// What [#read] leaves out, as the provider wrote it.
  static Json.Obj raw(Json.Obj usage) {
    var understood = write(read(usage), Json.Obj.EMPTY);
    var rest = new ObjectBuilder();
    usage
        .members()
        .forEach((name, value) -> {
          if (!name.equals(Carried.MEMBER) && !value.equals(understood.members().get(name))) {
            rest.put(name, value);
          }
        });
    return rest.build();
  }

  /// @param raw as [#raw] gave it
  static Json.Obj write(Usage usage, Json.Obj raw) {
    var input = usage.input();
    var output = usage.output();
    var out =
        new ObjectBuilder()
            .put("input_tokens", input.fresh() + input.audio())
            .put("cache_creation_input_tokens", input.cacheWrite() + input.cacheWriteLong())
            .put("cache_read_input_tokens", input.cacheRead() + input.cacheReadAudio())
            .put("output_tokens", output.total());
    if (input.cacheWriteLong() > 0) {
      out.put(
          CACHE,
          new ObjectBuilder()
              .put("ephemeral_5m_input_tokens", input.cacheWrite())
              .put("ephemeral_1h_input_tokens", input.cacheWriteLong())
              .build());
    }
    if (output.reasoning() > 0) {
      out.put(THOUGHTS, Json.Obj.of("thinking_tokens", Json.Num.of(output.reasoning())));
    }
    if (usage.searches() > 0) {
      out.put(HOSTED, Json.Obj.of("web_search_requests", Json.Num.of(usage.searches())));
    }
    return CarriedUsage.put(withRaw(out.build(), raw), usage, UsageWords::counts);
  }

  private static Json.Obj withRaw(Json.Obj written, Json.Obj raw) {
    var out = new ObjectBuilder().putAll(raw).putAll(written);
    raw.members()
        .forEach((name, value) -> {
          if (value instanceof Json.Obj object
              && written.members().get(name) instanceof Json.Obj ours) {
            out.put(name, object.with(ours));
          }
        });
    return out.build();
  }
}
