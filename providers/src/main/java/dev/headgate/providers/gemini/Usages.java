package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `usageMetadata`: Google counts cached tokens within the prompt's, and thoughts apart from the
/// answer's.
final class Usages {
  private Usages() {}

  static Usage read(Json.Obj counts, long searches) {
    return CarriedUsage.of(counts, own -> readOwn(own, searches));
  }

  private static Usage readOwn(Json.Obj counts, long searches) {
    var prompt = counts.integer("promptTokenCount") + counts.integer("toolUsePromptTokenCount");
    var cached = Math.min(counts.integer("cachedContentTokenCount"), prompt);
    var cachedAudio = Math.min(audio(counts, "cacheTokensDetails"), cached);
    var audio = Math.clamp(audio(counts, "promptTokensDetails") - cachedAudio, 0, prompt - cached);
    var written = counts.integer("candidatesTokenCount");
    var spoken = Math.min(audio(counts, "candidatesTokensDetails"), written);
    return new Usage(
        new Usage.InputTokens(
            prompt - cached - audio, cached - cachedAudio, 0, 0, audio, cachedAudio),
        new Usage.OutputTokens(written - spoken, counts.integer("thoughtsTokenCount"), spoken),
        searches);
  }

  static Json.Obj write(Usage usage, long searches) {
    var in = usage.input();
    var out = usage.output();
    var cached = in.cacheRead() + in.cacheReadAudio();
    var written =
        new ObjectBuilder()
            .put("promptTokenCount", in.total())
            .maybe("cachedContentTokenCount", positive(cached))
            .put("candidatesTokenCount", out.text() + out.audio())
            .maybe("thoughtsTokenCount", positive(out.reasoning()))
            .put("totalTokenCount", in.total() + out.total())
            .maybe("promptTokensDetails", details(in.audio() + in.cacheReadAudio()))
            .maybe("cacheTokensDetails", details(in.cacheReadAudio()))
            .maybe("candidatesTokensDetails", details(out.audio()))
            .build();
    return CarriedUsage.put(written, usage, own -> readOwn(own, searches));
  }

  private static @Nullable Long positive(long count) {
    return count > 0 ? Long.valueOf(count) : null;
  }

  private static List<Json> details(long audio) {
    return audio == 0
        ? List.of()
        : List.of(new ObjectBuilder().put("modality", "AUDIO").put("tokenCount", audio).build());
  }

  private static long audio(Json.Obj counts, String details) {
    var audio = 0L;
    for (var detail : counts.array(details)) {
      if (detail instanceof Json.Obj object && object.text("modality").orElse("").equals("AUDIO")) {
        audio += object.integer("tokenCount");
      }
    }
    return audio;
  }
}
