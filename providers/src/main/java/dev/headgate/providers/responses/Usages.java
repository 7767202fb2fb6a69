package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ObjectBuilder;

/// `usage`: cached and written tokens are counted within the input's, thoughts within the output's.
final class Usages {
  private Usages() {}

  static Usage read(Json.Obj counts) {
    return CarriedUsage.of(counts, Usages::readOwn);
  }

  private static Usage readOwn(Json.Obj counts) {
    var inputs = counts.object("input_tokens_details");
    var input = counts.integer("input_tokens");
    var cached = Math.min(inputs.integer("cached_tokens"), input);
    var written = Math.min(inputs.integer("cache_write_tokens"), input - cached);
    var audio = Math.min(inputs.integer("audio_tokens"), input - cached - written);
    var outputs = counts.object("output_tokens_details");
    var output = counts.integer("output_tokens");
    var reasoning = outputs.integer("reasoning_tokens");
    // Some servers count thoughts on top; their total tells.
    var apart = reasoning > 0 && counts.integer("total_tokens") == input + output + reasoning;
    var shown = apart ? output : Math.max(output - reasoning, 0);
    var spoken = Math.min(outputs.integer("audio_tokens"), shown);
    return new Usage(
        new Usage.InputTokens(input - cached - written - audio, cached, written, 0, audio, 0),
        new Usage.OutputTokens(
            shown - spoken, apart ? reasoning : Math.min(reasoning, output), spoken),
        counts.integer("num_server_side_tools_used"));
  }

  /// With the counts that clients want to see even where they are 0.
  static Json.Obj complete(Json.Obj counts) {
    var inputs = counts.object("input_tokens_details");
    return inputs.has("cache_write_tokens")
        ? counts
        : counts.with("input_tokens_details", inputs.with("cache_write_tokens", Json.Num.of(0)));
  }

  static Json.Obj write(Usage usage) {
    var in = usage.input();
    var out = usage.output();
    var inputs = new ObjectBuilder().put("cached_tokens", in.cacheRead() + in.cacheReadAudio());
    if (in.cacheWrite() + in.cacheWriteLong() > 0) {
      inputs.put("cache_write_tokens", in.cacheWrite() + in.cacheWriteLong());
    }
    if (in.audio() > 0) {
      inputs.put("audio_tokens", in.audio());
    }
    var outputs = new ObjectBuilder().put("reasoning_tokens", out.reasoning());
    if (out.audio() > 0) {
      outputs.put("audio_tokens", out.audio());
    }
    var written =
        new ObjectBuilder()
            .put("input_tokens", in.total())
            .put("input_tokens_details", inputs.build())
            .put("output_tokens", out.total())
            .put("output_tokens_details", outputs.build())
            .put("total_tokens", in.total() + out.total())
            .build();
    return CarriedUsage.put(written, usage, Usages::readOwn);
  }
}
