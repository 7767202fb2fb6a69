package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.retrieval.LuceneCollections;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import dev.headgate.store.traces.TraceFilter;
import dev.headgate.store.traces.TraceLog;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Everything under `/admin`.
public final class AdminRoutes {
  /// Hits of a search that names no limit.
  public static final int DEFAULT_HITS = 10;

  /// Most hits of one search.
  public static final int MAX_HITS = 1_000;

  /// Traces of a list that names no limit.
  public static final int DEFAULT_TRACES = 20;

  /// Most traces of one list.
  public static final int MAX_TRACES = 1_000;

  private final LuceneCollections collections;
  private final TraceLog traces;

  private AdminRoutes(LuceneCollections collections, TraceLog traces) {
    this.collections = collections;
    this.traces = traces;
  }

  public static void addTo(Routes routes, LuceneCollections collections, TraceLog traces) {
    var admin = new AdminRoutes(collections, traces);
    routes
        .add("POST", "/admin/search", Permission.ADMIN, admin::search)
        .add("GET", "/admin/collections", Permission.ADMIN, admin::collections)
        .add(
            "POST",
            "/admin/collections/{name}/ingest",
            Permission.ADMIN,
            admin::ingest,
            ErrorShape.NAMED_EVENT)
        .add("GET", "/admin/traces", Permission.ADMIN, admin::list)
        .add("GET", "/admin/traces/{id}", Permission.ADMIN, admin::show);
  }

  private void search(HttpCall call) {
    var request = Json.readObject(call.jsonBody(), AdminRoutes::readSearch);
    var result = collections.search(request);
    answer(call, out -> AdminJson.search(out, request, result));
  }

  private void collections(HttpCall call) {
    var statuses = collections.statuses();
    answer(call, out -> AdminJson.collections(out, statuses));
  }

  private void ingest(HttpCall call) {
    var watch = new IngestWatch(call.events());
    var summary = collections.ingest(call.parameter("name"), watch);
    watch.send("summary", object(out -> AdminJson.summary(out, summary)));
  }

  private void list(HttpCall call) {
    var filter =
        new TraceFilter(
            call.query("caller").orElse(""),
            call.query("feature").orElse(""),
            call.query("status").orElse(""),
            call.query("model").orElse(""),
            number(call, "since", 0, 0, Long.MAX_VALUE));
    var limit = (int) number(call, "limit", DEFAULT_TRACES, 1, MAX_TRACES);
    var page = TracePage.of(traces, filter, limit, call.query("before").orElse(""));
    answer(call, out -> AdminJson.traces(out, page.rows(), page.next()));
  }

  private void show(HttpCall call) {
    var stored = TracePage.require(traces, call.parameter("id"));
    answer(call, out -> AdminJson.trace(out, stored));
  }

  private static SearchRequest readSearch(JsonParser in) {
    var collection = "";
    var query = "";
    var limit = DEFAULT_HITS;
    var mode = SearchMode.HYBRID;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      in.nextToken();
      switch (name) {
        case "collection" -> collection = Json.requireText(in, name);
        case "query" -> query = Json.requireText(in, name);
        case "mode" -> mode = mode(Json.requireText(in, name));
        case "limit" -> {
          if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw CallFailed.invalid(name, "\"limit\" must be a whole number");
          }
          limit = in.getValueAsInt();
        }
        default ->
            throw CallFailed.invalid(
                name,
                "unknown property \"%s\"; a search has collection, query, limit and mode"
                    .formatted(name));
      }
    }
    return searchRequest(collection, query, limit, mode);
  }

  /// A search that was checked, wherever it comes from.
  public static SearchRequest searchRequest(
      String collection, String query, int limit, SearchMode mode) {
    if (collection.isEmpty()) {
      throw CallFailed.invalid("collection", "\"collection\" is missing: name what is searched");
    }
    if (query.isBlank()) {
      throw CallFailed.invalid("query", "\"query\" is missing: what is searched for");
    }
    if (limit < 1 || limit > MAX_HITS) {
      throw CallFailed.invalid("limit", "limit is %d; it is 1 to %d".formatted(limit, MAX_HITS));
    }
    return new SearchRequest(collection, query, limit, mode);
  }

  private static SearchMode mode(String text) {
    return Arrays.stream(SearchMode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(text))
        .findAny()
        .orElseThrow(
            () -> CallFailed.invalid("mode", "mode \"" + text + "\" is not bm25, dense or hybrid"));
  }

  private static long number(HttpCall call, String name, long defaultValue, long min, long max) {
    var text = call.query(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    var number = text.get().matches("\\d{1,18}") ? Long.parseLong(text.get()) : -1;
    if (number < min || number > max) {
      throw CallFailed.invalid(
          name, "%s is \"%s\"; it is a number from %d to %d".formatted(name, text.get(), min, max));
    }
    return number;
  }

  private static void answer(HttpCall call, Consumer<JsonGenerator> properties) {
    call.answerJson(object(properties));
  }

  static byte[] object(Consumer<JsonGenerator> properties) {
    return Json.bytes(out -> {
      out.writeStartObject();
      properties.accept(out);
      out.writeEndObject();
    });
  }
}
