package dev.headgate.server.cli;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.runtime.pipeline.FeatureCall;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.admin.AdminJson;
import dev.headgate.server.admin.TracePage;
import dev.headgate.server.boot.House;
import dev.headgate.server.features.AnswerJson;
import dev.headgate.server.http.Json;
import dev.headgate.store.traces.TraceFilter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The house in this process, opened for one command.
///
/// @param apiKey for calls to features, empty if there is none
record LocalSession(House house, String apiKey) implements Session {
  @Override
  public JsonObject collections() {
    return JsonObject.of(out -> AdminJson.collections(out, house.collections().statuses()));
  }

  @Override
  public JsonObject ask(String feature, String question) {
    return answer(feature, question, false, _ -> {});
  }

  @Override
  public JsonObject stream(String feature, String question, TextSink text) {
    return answer(feature, question, true, text);
  }

  private JsonObject answer(String feature, String question, boolean stream, TextSink text) {
    var call =
        new FeatureCall(
            house.identify(apiKey),
            feature,
            Map.of(Pipeline.QUESTION, question),
            List.of(),
            "",
            stream);
    var answer = house.pipeline().answer(call, text::accept, new Cancellation());
    return JsonObject.parse(Json.bytes(out -> AnswerJson.write(out, answer)));
  }

  @Override
  public JsonObject search(SearchRequest request) {
    var result = house.collections().search(request);
    return JsonObject.of(out -> AdminJson.search(out, request, result));
  }

  @Override
  public JsonObject ingest(String collection, Consumer<JsonObject> progress) {
    var summary =
        house
            .collections()
            .ingest(
                collection,
                made -> progress.accept(JsonObject.of(out -> AdminJson.progress(out, made))));
    return JsonObject.of(out -> AdminJson.summary(out, summary));
  }

  @Override
  public JsonObject traces(TraceFilter filter, int limit, String before) {
    var page = TracePage.of(house.traces(), filter, limit, before);
    return JsonObject.of(out -> AdminJson.traces(out, page.rows(), page.next()));
  }

  @Override
  public JsonObject trace(String id) {
    var stored = TracePage.require(house.traces(), id);
    return JsonObject.of(out -> AdminJson.trace(out, stored));
  }

  @Override
  public void close() {
    house.close();
  }
}
