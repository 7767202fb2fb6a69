package dev.headgate.runtime.traces;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.search.Hit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A trace as it is stored and shown: JSON whose attributes have OpenTelemetry's GenAI names.
final class TraceJson {
  private static final int MAX_FINDINGS = 20;
  private static final JsonFactory JSON = new JsonFactory();

  private TraceJson() {}

  static byte[] write(
      Trace trace, String tier, long nanos, long firstChunkNanos, boolean payloads) {
    var out = new ByteArrayOutputStream(1024);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("trace_id", trace.id);
      json.writeNumberProperty("started_at_ms", trace.startedAtMillis);
      json.writeStringProperty("status", trace.status);
      text(json, "failure", trace.failure);
      json.writeName("duration_ms");
      millis(json, nanos);
      if (firstChunkNanos >= 0) {
        json.writeName("time_to_first_chunk_ms");
        millis(json, firstChunkNanos);
      }
      attributes(json, trace, tier);
      spans(json, trace.spans());
      attempts(json, trace.attempts);
      choices(json, trace.choices());
      tried(json, trace.tried());
      checks(json, trace.checks);
      evaluations(json, trace.evaluations);
      ClaimJson.write(json, trace.claimedBy, trace.claims, payloads);
      candidates(json, trace, payloads);
      if (payloads) {
        payload(json, trace);
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void attributes(JsonGenerator json, Trace trace, String tier) {
    json.writeObjectPropertyStart("attributes");
    // OpenTelemetry has no word for a declared feature; invoking an agent is the nearest.
    json.writeStringProperty(
        "gen_ai.operation.name",
        trace.operation.equals("feature") ? "invoke_agent" : trace.operation);
    asked(json, trace.asked);
    if (trace.completion != null) {
      text(json, "gen_ai.response.model", trace.completion.responseModel());
      text(json, "gen_ai.response.id", trace.completion.responseId());
      json.writeArrayPropertyStart("gen_ai.response.finish_reasons");
      json.writeString(trace.completion.finishReason().name().toLowerCase(Locale.ROOT));
      json.writeEndArray();
    }
    var isEstimated = trace.isEstimated();
    if (!isEstimated || !trace.usage.equals(Usage.NONE)) {
      tokens(json, trace.usage, isEstimated);
      json.writeNumberProperty(
          "gen_ai.usage.cache_read.input_tokens", trace.usage.input().cacheRead());
      json.writeNumberProperty(
          "gen_ai.usage.reasoning.output_tokens", trace.usage.output().reasoning());
    }
    if (trace.isCached) {
      json.writeBooleanProperty("headgate.cached", true);
    }
    if (!trace.ignored.isEmpty()) {
      json.writeArrayPropertyStart("headgate.ignored");
      trace.ignored.forEach(json::writeString);
      json.writeEndArray();
    }
    if (trace.cost.isPositive()) {
      json.writeNumberProperty("headgate.cost_nanos", trace.cost.nanos());
    }
    json.writeStringProperty("headgate.caller", trace.by.name());
    json.writeStringProperty("headgate.project", trace.by.project());
    text(json, "headgate.team", trace.by.team());
    json.writeStringProperty("headgate.key", trace.by.keyId());
    text(json, "user.id", trace.user);
    text(json, "headgate.feature", trace.feature);
    text(json, "headgate.release", trace.release);
    text(json, "headgate.prompt", trace.promptVersion);
    if (!trace.intent.isEmpty()) {
      json.writeStringProperty("headgate.intent", trace.intent);
      score(json, "headgate.intent.probability", trace.intentProbability);
      json.writeStringProperty("headgate.intent.by", trace.intentBy);
    }
    text(json, "headgate.tier", tier);
    text(json, "headgate.outcome", trace.outcome);
    text(json, "headgate.review", trace.review);
    text(json, "headgate.contract", trace.contractState);
    text(json, "headgate.contract.why", trace.contractWhy);
    text(json, "headgate.collection.version", trace.collectionVersion);
    if (trace.contextWindow > 0) {
      json.writeNumberProperty("headgate.context.tokens", trace.contextTokens);
      json.writeNumberProperty("headgate.context.window", trace.contextWindow);
    }
    json.writeEndObject();
  }

  // What nobody has reported is unknown, and not 0.
  private static void tokens(JsonGenerator json, Usage usage, boolean isEstimated) {
    json.writeNumberProperty("gen_ai.usage.input_tokens", usage.input().total());
    json.writeNumberProperty("gen_ai.usage.output_tokens", usage.output().total());
    if (isEstimated) {
      json.writeBooleanProperty("headgate.estimated", true);
    }
  }

  private static void asked(JsonGenerator json, AskedModel asked) {
    text(json, "headgate.model", asked.requested());
    text(json, "gen_ai.request.model", asked.model());
    text(json, "headgate.provider", asked.provider());
    text(json, "gen_ai.provider.name", asked.system());
  }

  private static void spans(JsonGenerator json, List<Trace.Span> spans) {
    json.writeArrayPropertyStart("spans");
    for (var span : spans) {
      json.writeStartObject();
      json.writeStringProperty("name", span.name());
      json.writeName("start_ms");
      millis(json, span.startNanos());
      json.writeName("duration_ms");
      millis(json, span.nanos());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void attempts(JsonGenerator json, List<Trace.TierAttempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("tiers");
    for (var attempt : attempts) {
      json.writeStartObject();
      json.writeStringProperty("tier", attempt.tier());
      json.writeStringProperty("outcome", attempt.outcome());
      asked(json, attempt.asked());
      reported(json, attempt.usage(), false);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void choices(JsonGenerator json, List<Trace.ModelChoice> choices) {
    if (choices.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("difficulty");
    for (var choice : choices) {
      json.writeStartObject();
      json.writeStringProperty("headgate.model", choice.requested());
      json.writeStringProperty("chosen", choice.chosen());
      json.writeStringProperty("by", choice.by());
      if (!Double.isNaN(choice.score())) {
        score(json, "score", choice.score());
        score(json, "threshold", choice.threshold());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void tried(JsonGenerator json, List<Trace.ModelAttempt> tried) {
    if (tried.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("attempts");
    for (var attempt : tried) {
      json.writeStartObject();
      ended(
          json,
          attempt.asked(),
          attempt.outcome(),
          attempt.nanos(),
          attempt.usage(),
          attempt.untold());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void ended(
      JsonGenerator json,
      AskedModel asked,
      String outcome,
      long nanos,
      Usage usage,
      boolean isEstimated) {
    asked(json, asked);
    json.writeStringProperty("outcome", outcome);
    json.writeName("duration_ms");
    millis(json, nanos);
    reported(json, usage, isEstimated);
  }

  private static void reported(JsonGenerator json, Usage usage, boolean isEstimated) {
    if (!usage.equals(Usage.NONE)) {
      tokens(json, usage, isEstimated);
    }
  }

  private static void checks(JsonGenerator json, List<Trace.CheckAttempt> checks) {
    if (checks.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("checks");
    for (var check : checks) {
      json.writeStartObject();
      json.writeStringProperty("check", check.check());
      json.writeStringProperty("stage", check.stage());
      ended(json, check.asked(), check.outcome(), check.span().nanos(), check.usage(), false);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // OpenTelemetry's event of an evaluation, one a guardrail and stage.
  private static void evaluations(JsonGenerator json, List<Trace.Evaluation> evaluations) {
    if (evaluations.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("events");
    for (var made : evaluations) {
      var verdict = made.verdict();
      json.writeStartObject();
      json.writeStringProperty("name", "gen_ai.evaluation.result");
      json.writeStringProperty("gen_ai.evaluation.name", verdict.guardrail());
      json.writeName("gen_ai.evaluation.score.value");
      json.writeNumber(Math.round(verdict.score() * 1e4) / 1e4);
      json.writeStringProperty(
          "gen_ai.evaluation.score.label", verdict.outcome().name().toLowerCase(Locale.ROOT));
      text(json, "gen_ai.evaluation.explanation", made.detail());
      json.writeStringProperty("headgate.guardrail.stage", made.stage());
      json.writeStringProperty("headgate.guardrail.mode", made.mode());
      json.writeNumberProperty("headgate.guardrail.threshold", made.threshold());
      json.writeBooleanProperty("headgate.guardrail.blocked", made.blocks());
      text(json, "headgate.guardrail.source", made.source());
      spansOf(json, verdict.findings());
      json.writeName("duration_ms");
      millis(json, made.nanos());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // Where it was found and what it is, never the text itself.
  private static void spansOf(JsonGenerator json, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("headgate.guardrail.findings");
    for (var finding : findings.subList(0, Math.min(findings.size(), MAX_FINDINGS))) {
      json.writeStartObject();
      json.writeStringProperty("kind", finding.kind());
      json.writeNumberProperty("start", finding.start());
      json.writeNumberProperty("end", finding.end());
      score(json, "score", finding.score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void candidates(JsonGenerator json, Trace trace, boolean payloads) {
    if (trace.candidates.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("candidates");
    var rank = 0;
    for (Hit hit : trace.candidates) {
      json.writeStartObject();
      json.writeStringProperty("document", hit.chunk().document());
      json.writeNumberProperty("start", hit.chunk().start());
      json.writeNumberProperty("end", hit.chunk().end());
      score(json, "bm25", hit.scores().bm25());
      score(json, "dense", hit.scores().dense());
      score(json, "fused", hit.scores().fused());
      json.writeBooleanProperty("used", rank++ < trace.candidatesUsed);
      if (payloads) {
        json.writeStringProperty("text", hit.chunk().text());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void payload(JsonGenerator json, Trace trace) {
    if (!trace.input.isEmpty()) {
      json.writeName("input");
      PlainJson.write(json, trace.input);
    }
    if (!trace.history.isEmpty()) {
      history(json, trace.history);
    }
    if (trace.answer != null) {
      answer(json, trace.answer);
    }
    if (trace.requestBody != null) {
      var kept = Math.min(trace.requestBody.length, Traces.MAX_CAPTURED_BYTES);
      var text = new String(trace.requestBody, 0, kept, StandardCharsets.UTF_8);
      body(json, "headgate.request.body", text, kept < trace.requestBody.length);
    }
    if (trace.responseBody != null) {
      var text = trace.responseBody.toString(StandardCharsets.UTF_8);
      body(json, "headgate.response.body", text, trace.responseCut);
    }
  }

  private static void history(JsonGenerator json, List<ChatMessage> turns) {
    json.writeArrayPropertyStart("history");
    for (var turn : turns) {
      json.writeStartObject();
      json.writeStringProperty("role", turn.role().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("text", turn.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void answer(JsonGenerator json, Answer answer) {
    json.writeObjectPropertyStart("answer");
    json.writeStringProperty("text", answer.text());
    score(json, "confidence", answer.confidence());
    json.writeArrayPropertyStart("citations");
    for (var citation : answer.citations()) {
      json.writeStartObject();
      json.writeStringProperty("document", citation.document());
      json.writeNumberProperty("start", citation.start());
      json.writeNumberProperty("end", citation.end());
      json.writeStringProperty("quote", citation.quote());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void body(JsonGenerator json, String name, String text, boolean cut) {
    json.writeStringProperty(name, text);
    if (cut) {
      json.writeBooleanProperty(name + ".truncated", true);
    }
  }

  private static void text(JsonGenerator json, String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }

  private static void score(JsonGenerator json, String name, @Nullable Double value) {
    if (value != null) {
      json.writeNumberProperty(name, Math.round(value * 1e4) / 1e4);
    }
  }

  private static void millis(JsonGenerator json, long nanos) {
    json.writeNumber(Math.round(nanos / 1e3) / 1e3);
  }
}
