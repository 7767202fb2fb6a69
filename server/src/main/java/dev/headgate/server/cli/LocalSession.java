package dev.headgate.server.cli;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.server.admin.AdminJson;
import dev.headgate.server.admin.BudgetJson;
import dev.headgate.server.admin.BudgetRoutes;
import dev.headgate.server.admin.TracePage;
import dev.headgate.server.boot.House;
import dev.headgate.server.features.AnswerJson;
import dev.headgate.server.http.Json;
import dev.headgate.store.traces.TraceFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The house in this process, opened for one command.
///
/// @param apiKey for calls to features, empty if there is none
record LocalSession(House house, String apiKey) implements Session {
  @Override
  public JsonObject collections() {
    return object(out -> AdminJson.collections(out, house.collections().statuses()));
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
    return JsonObject.parse(
        new String(Json.bytes(out -> AnswerJson.write(out, answer)), StandardCharsets.UTF_8));
  }

  @Override
  public JsonObject search(SearchRequest request) {
    var result = house.collections().search(request);
    return object(out -> AdminJson.search(out, request, result));
  }

  @Override
  public JsonObject ingest(String collection, Consumer<JsonObject> progress) {
    var summary =
        house
            .collections()
            .ingest(
                collection, made -> progress.accept(object(out -> AdminJson.progress(out, made))));
    return object(out -> AdminJson.summary(out, summary));
  }

  @Override
  public JsonObject traces(TraceFilter filter, int limit, String before) {
    var page = TracePage.of(house.traces(), filter, limit, before);
    return object(out -> AdminJson.traces(out, page.rows(), page.next()));
  }

  @Override
  public JsonObject trace(String id) {
    var stored = TracePage.require(house.traces(), id);
    return object(out -> AdminJson.trace(out, stored));
  }

  @Override
  public JsonObject budgets() {
    return parse(BudgetJson.budgets(house.money().books()));
  }

  @Override
  public JsonObject thaw(String key) {
    return parse(BudgetJson.thawed(key, house.money().books().thaw(key)));
  }

  @Override
  public JsonObject reconcile(JsonObject report) {
    var rows = BudgetRoutes.rows(report.parts());
    return parse(
        BudgetJson.differences(house.money().books().reconcile(rows, report.flag("release"))));
  }

  @Override
  public JsonObject keys(KeysRequest request) {
    return parse(request.answeredBy(house.keyDesk()));
  }

  @Override
  public void close() {
    house.close();
  }

  private static JsonObject parse(byte[] json) {
    return JsonObject.parse(new String(json, StandardCharsets.UTF_8));
  }

  private static JsonObject object(Consumer<JsonGenerator> writer) {
    return JsonObject.parse(JsonObject.write(writer));
  }
}
