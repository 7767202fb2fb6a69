package dev.headgate.server.cli;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.server.admin.AdminJson;
import dev.headgate.server.boot.House;
import dev.headgate.server.features.AnswerJson;
import dev.headgate.server.http.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The house in this process, opened for one command.
final class LocalSession extends LocalRecords implements Session {
  private final House house;
  private final String apiKey;

  /// @param apiKey for calls to features, empty if there is none
  LocalSession(House house, String apiKey) {
    super(house, house::close);
    this.house = house;
    this.apiKey = apiKey;
  }

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
    return parse(Json.bytes(out -> AnswerJson.write(out, answer)));
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
}
