package dev.headgate.server.admin;

import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.retrieval.CollectionStatus;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.ingest.IngestSummary;
import dev.headgate.store.traces.PayloadState;
import dev.headgate.store.traces.StoredTrace;
import dev.headgate.store.traces.TraceOrigin;
import dev.headgate.store.traces.TraceOutcome;
import dev.headgate.store.traces.TraceRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What the admin routes answer. Each method adds properties to an object that is open.
public final class AdminJson {
  private AdminJson() {}

  public static void search(JsonGenerator out, SearchRequest request, SearchResult result) {
    out.writeStringProperty("collection", request.collection());
    out.writeStringProperty("query", request.query());
    out.writeStringProperty("mode", name(request.mode()));
    out.writeStringProperty("collection_version", result.collectionVersion());
    out.writeArrayPropertyStart("hits");
    var rank = 1;
    for (var hit : result.hits()) {
      hit(out, rank++, hit);
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("steps");
    for (var step : result.steps()) {
      out.writeStartObject();
      out.writeStringProperty("name", step.name());
      millis(out, "ms", Duration.ofNanos(step.nanos()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void hit(JsonGenerator out, int rank, Hit hit) {
    var chunk = hit.chunk();
    out.writeStartObject();
    out.writeNumberProperty("rank", rank);
    out.writeStringProperty("document", chunk.document());
    out.writeStringProperty("title", chunk.title());
    out.writeArrayPropertyStart("headings");
    chunk.headings().forEach(out::writeString);
    out.writeEndArray();
    out.writeNumberProperty("start", chunk.start());
    out.writeNumberProperty("end", chunk.end());
    out.writeObjectPropertyStart("scores");
    score(out, "bm25", hit.scores().bm25());
    score(out, "dense", hit.scores().dense());
    score(out, "fused", hit.scores().fused());
    out.writeEndObject();
    out.writeStringProperty("text", chunk.text());
    out.writeEndObject();
  }

  public static void progress(JsonGenerator out, IngestListener.Progress progress) {
    out.writeNumberProperty("documents_done", progress.documentsDone());
    out.writeNumberProperty("documents_total", progress.documentsTotal());
    out.writeNumberProperty("chunks", progress.chunks());
    millis(out, "elapsed_ms", progress.elapsed());
  }

  public static void summary(JsonGenerator out, IngestSummary summary) {
    out.writeStringProperty("collection", summary.collection());
    out.writeNumberProperty("added", summary.changes().added());
    out.writeNumberProperty("updated", summary.changes().updated());
    out.writeNumberProperty("unchanged", summary.changes().unchanged());
    out.writeNumberProperty("removed", summary.changes().removed());
    out.writeArrayPropertyStart("failed");
    for (var failed : summary.failed()) {
      out.writeStartObject();
      out.writeStringProperty("document", failed.document());
      out.writeStringProperty("reason", failed.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeNumberProperty("chunks", summary.chunks());
    millis(out, "duration_ms", summary.duration());
    out.writeStringProperty("collection_version", summary.collectionVersion());
  }

  public static void collections(JsonGenerator out, List<CollectionStatus> statuses) {
    out.writeArrayPropertyStart("collections");
    for (var status : statuses) {
      out.writeStartObject();
      out.writeStringProperty("name", status.name());
      out.writeStringProperty("state", name(status.state()));
      out.writeBooleanProperty("ingesting", status.ingesting());
      out.writeStringProperty("collection_version", status.content().version());
      out.writeNumberProperty("documents", status.content().documents());
      out.writeNumberProperty("chunks", status.content().chunks());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /// @param next id to ask for the page after this one; empty if there is none
  public static void traces(JsonGenerator out, List<TraceRow> rows, String next) {
    out.writeArrayPropertyStart("traces");
    for (var row : rows) {
      out.writeStartObject();
      out.writeStringProperty("trace_id", row.id());
      row(out, row.startedAtMillis(), row.durationMicros(), row.origin(), row.outcome());
      out.writeEndObject();
    }
    out.writeEndArray();
    if (!next.isEmpty()) {
      out.writeStringProperty("next", next);
    }
  }

  /// The index's view of a call, and under `trace` what the call wrote about itself while that can
  /// be read.
  public static void trace(JsonGenerator out, StoredTrace stored) {
    var entry = stored.entry();
    out.writeStringProperty("trace_id", entry.id());
    row(out, entry.startedAtMillis(), entry.durationMicros(), entry.origin(), entry.outcome());
    out.writeStringProperty("payload", name(stored.payload()));
    if (stored.payload() == PayloadState.READABLE) {
      out.writeName("trace");
      out.writeRawValue(new String(entry.payload(), StandardCharsets.UTF_8));
    }
  }

  private static void row(
      JsonGenerator out,
      long startedAtMillis,
      long durationMicros,
      TraceOrigin origin,
      TraceOutcome outcome) {
    out.writeNumberProperty("started_at_ms", startedAtMillis);
    out.writeNumberProperty("duration_ms", durationMicros / 1e3);
    out.writeStringProperty("status", outcome.status());
    out.writeStringProperty("caller", origin.caller());
    out.writeStringProperty("operation", origin.operation());
    text(out, "feature", origin.feature());
    text(out, "release", origin.release());
    text(out, "tier", outcome.tier());
    text(out, "provider", outcome.provider());
    text(out, "request_model", outcome.requestModel());
    text(out, "response_model", outcome.responseModel());
    var tokens = outcome.tokens();
    if (!tokens.areUnknown()) {
      out.writeNumberProperty("input_tokens", tokens.input());
      out.writeNumberProperty("output_tokens", tokens.output());
      if (tokens.isEstimated()) {
        out.writeBooleanProperty("estimated", true);
      }
    }
  }

  private static void text(JsonGenerator out, String name, String value) {
    if (!value.isEmpty()) {
      out.writeStringProperty(name, value);
    }
  }

  private static void score(JsonGenerator out, String name, @Nullable Double value) {
    if (value != null) {
      out.writeNumberProperty(name, Math.round(value * 1e4) / 1e4);
    }
  }

  private static void millis(JsonGenerator out, String name, Duration duration) {
    out.writeNumberProperty(name, Math.round(duration.toNanos() / 1e3) / 1e3);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
