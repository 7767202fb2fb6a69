package dev.headgate.store.traces;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdDictTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Makes traces by chance, the same for the same seed. Run as a program it trains the dictionary
/// with which payloads are compressed, and writes it to the file that it is told.
final class SyntheticTraces {
  private static final int SAMPLES = 4_000;
  private static final int DICTIONARY_BYTES = 16 << 10;
  private static final long TRAINING_SEED = 20_260_101;
  private static final List<String> WORDS =
      List.of(
          "the",
          "a",
          "of",
          "to",
          "and",
          "in",
          "is",
          "that",
          "for",
          "with",
          "as",
          "on",
          "by",
          "this",
          "server",
          "budget",
          "feature",
          "release",
          "answer",
          "question",
          "order",
          "refund",
          "invoice",
          "account",
          "customer",
          "policy",
          "document",
          "request",
          "payment",
          "delivery",
          "contract",
          "please",
          "which",
          "when",
          "how",
          "can",
          "not",
          "after",
          "before",
          "within",
          "days",
          "change");
  private static final List<String> STEPS =
      List.of("access", "limits", "retrieval", "prompt", "provider", "contract", "guardrails");
  private static final List<String> MODELS =
      List.of("gpt-4o-mini", "claude-sonnet-4", "gemini-2.5-flash", "llama-3.3-70b", "extractive");

  private final Random random;

  SyntheticTraces(long seed) {
    this.random = new Random(seed);
  }

  TraceEntry entry(String id, long atMillis, String subject) {
    return new TraceEntry(
        id,
        atMillis,
        1_000 + random.nextInt(2_000_000),
        new TraceOrigin("team-" + random.nextInt(4), subject, "feature", "handbook", "r1"),
        new TraceOutcome(
            "ok",
            "extractive",
            "embedded",
            pick(MODELS),
            "extractive-1",
            new TraceTokens(900, random.nextInt(400), false)),
        payload());
  }

  /// A trace whose payload cannot be compressed.
  TraceEntry noisy(String id, long atMillis, int payloadBytes) {
    var payload = new byte[payloadBytes];
    random.nextBytes(payload);
    return with(entry(id, atMillis, ""), payload);
  }

  /// A trace in whose payload a text occurs.
  TraceEntry saying(String id, long atMillis, String text) {
    return with(entry(id, atMillis, ""), ("{\"answer\":\"" + text + "\"}").getBytes(UTF_8));
  }

  private static TraceEntry with(TraceEntry entry, byte[] payload) {
    return new TraceEntry(
        entry.id(),
        entry.startedAtMillis(),
        entry.durationMicros(),
        entry.origin(),
        entry.outcome(),
        payload);
  }

  /// JSON of about 3 KB.
  byte[] payload() {
    var json = new StringBuilder(4_096);
    json.append(
        "{\"request\":{\"operation\":\"feature\",\"messages\":[{\"role\":\"user\",\"content\":\"");
    words(json, 8 + random.nextInt(12));
    json.append("?\"}],\"settings\":{\"temperature\":0.2,\"max_tokens\":512,\"stream\":false}},");
    json.append("\"answer\":{\"text\":\"");
    words(json, 30 + random.nextInt(60));
    json.append(".\",\"confidence\":").append(decimal()).append(",\"citations\":[{\"document\":\"");
    document(json);
    json.append("\",\"start\":").append(random.nextInt(9_000)).append(",\"end\":");
    json.append(random.nextInt(9_999)).append(",\"quote\":\"");
    words(json, 12);
    json.append("\"}],\"finish_reason\":\"stop\",\"tier\":\"extractive\"},");
    candidates(json);
    json.append("\"tokens\":{\"input\":").append(random.nextInt(4_000)).append(",\"output\":");
    json.append(random.nextInt(500)).append(",\"cached\":0,\"reasoning\":0,\"context_used\":");
    json.append(random.nextInt(4_000)).append(",\"context_window\":8192},\"spans\":[");
    for (var step : STEPS) {
      json.append("{\"name\":\"").append(step).append("\",\"start_micros\":");
      json.append(random.nextInt(90_000)).append(",\"duration_micros\":");
      json.append(random.nextInt(90_000))
          .append(",\"attributes\":{\"gen_ai.operation.name\":\"chat\"");
      json.append(",\"gen_ai.request.model\":\"").append(pick(MODELS));
      json.append("\",\"gen_ai.response.model\":\"").append(pick(MODELS));
      json.append("\",\"gen_ai.usage.input_tokens\":").append(random.nextInt(4_000)).append("}},");
    }
    json.setLength(json.length() - 1);
    json.append("],\"feature\":\"handbook\",\"release\":\"");
    json.append(Long.toHexString(random.nextLong())).append("\",\"prompt\":{\"name\":\"answer\",");
    json.append("\"version\":\"1.0.").append(random.nextInt(9)).append("\"},\"error\":null}");
    return json.toString().getBytes(UTF_8);
  }

  private void candidates(StringBuilder json) {
    json.append("\"candidates\":[");
    for (int i = 0; i < 8; i++) {
      json.append("{\"chunk\":\"");
      document(json);
      json.append('#').append(random.nextInt(40)).append("\",\"lexical\":").append(decimal());
      json.append(",\"dense\":").append(decimal()).append(",\"fused\":").append(decimal());
      json.append(",\"reranked\":").append(decimal()).append(",\"chosen\":");
      json.append(random.nextBoolean()).append("},");
    }
    json.setLength(json.length() - 1);
    json.append("],");
  }

  private void words(StringBuilder json, int count) {
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : " ").append(pick(WORDS));
    }
  }

  private void document(StringBuilder json) {
    json.append("docs/").append(pick(WORDS)).append('-').append(pick(WORDS)).append(".md");
  }

  private String decimal() {
    return String.format(Locale.ROOT, "%.4f", random.nextDouble());
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// @param arguments the file to write
  public static void main(String[] arguments) throws IOException {
    var traces = new SyntheticTraces(TRAINING_SEED);
    var trainer = new ZstdDictTrainer(SAMPLES * 8_192, DICTIONARY_BYTES);
    for (int i = 0; i < SAMPLES; i++) {
      trainer.addSample(traces.payload());
    }
    Files.write(Path.of(arguments[0]), trainer.trainSamples());
  }
}
