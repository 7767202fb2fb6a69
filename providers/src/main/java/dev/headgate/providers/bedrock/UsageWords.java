package dev.headgate.providers.bedrock;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;

/// `usage`, in both directions. Cached tokens are reported apart from `inputTokens`; thoughts count
/// as output.
final class UsageWords {
  static final String NAME = "usage";

  private static final String DETAILS = "cacheDetails";
  private static final String HOUR = "1h";

  private UsageWords() {}

  static Usage read(Json.Obj usage) {
    return CarriedUsage.of(usage, UsageWords::counts);
  }

  private static Usage counts(Json.Obj usage) {
    var written = usage.integer("cacheWriteInputTokens");
    var hourly = Math.min(hourly(usage), written);
    return new Usage(
        new Usage.InputTokens(
            usage.integer("inputTokens"),
            usage.integer("cacheReadInputTokens"),
            written - hourly,
            hourly,
            0,
            0),
        new Usage.OutputTokens(usage.integer("outputTokens"), 0, 0),
        0);
  }

  private static long hourly(Json.Obj usage) {
    var tokens = 0L;
    for (var detail : usage.array(DETAILS)) {
      if (detail instanceof Json.Obj each && each.text("ttl").filter(HOUR::equals).isPresent()) {
        tokens += each.integer("inputTokens");
      }
    }
    return tokens;
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
    var written = input.cacheWrite() + input.cacheWriteLong();
    var read = input.cacheRead() + input.cacheReadAudio();
    var out =
        new ObjectBuilder()
            .putAll(raw)
            .put("inputTokens", input.fresh() + input.audio())
            .put("outputTokens", usage.output().total())
            .put("totalTokens", input.total() + usage.output().total());
    if (read > 0) {
      out.put("cacheReadInputTokens", read);
    }
    if (written > 0) {
      out.put("cacheWriteInputTokens", written);
    }
    if (input.cacheWriteLong() > 0 && raw.array(DETAILS).isEmpty()) {
      out.maybe(
          DETAILS,
          List.of(
              new ObjectBuilder()
                  .put("ttl", HOUR)
                  .put("inputTokens", input.cacheWriteLong())
                  .build()));
    }
    return CarriedUsage.put(out.build(), usage, UsageWords::counts);
  }
}
