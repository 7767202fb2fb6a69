package dev.headgate.server.responses;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.responses.ResponsesRelayReader;
import dev.headgate.providers.responses.ResponsesRequestScan;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.http.HttpCall;
import dev.headgate.store.responses.ResponseStore;
import dev.headgate.store.responses.StoredResponse;
import java.time.InstantSource;
import java.util.ArrayList;

/// `POST /v1/responses`. The model `feature/<name>` is answered by a feature. Bytes pass to a
/// provider that speaks the dialect; for any other, and for a call that goes on from an answer kept
/// here, they become a conversation.
final class Responses {
  /// Longest conversation that is put together from kept answers.
  static final int MAX_CONVERSATION_BYTES = 16 * 1024 * 1024;

  private final Pipeline pipeline;
  private final ResponseStore store;
  private final InstantSource clock;
  private final IdSource ids;

  Responses(Pipeline pipeline, ResponseStore store, InstantSource clock, IdSource ids) {
    this.pipeline = pipeline;
    this.store = store;
    this.clock = clock;
    this.ids = ids;
  }

  void create(HttpCall call) {
    var asked = call.jsonBody();
    var scan = ResponsesRequestScan.of(asked);
    var previous = scan.previous().orElse("");
    var body = previous.isEmpty() ? asked : expanded(call.caller().project(), previous, asked);
    var whole = previous.isEmpty() ? scan : ResponsesRequestScan.of(body).madeOf(asked);
    var sent = call.caller().mayUseProviderState() ? whole : whole.unstored();
    var keeping = new Keeping(call, scan, asked, previous);
    var own =
        new ResponsesTranslation.Own(ids.next("resp"), clock.instant().getEpochSecond(), asked);
    var translation = new ResponsesTranslation(body, sent, own, keeping::keep);
    if (scan.model().startsWith(Pipeline.FEATURE_PREFIX)) {
      var asking = translation.conversation(scan.model());
      translation.features(pipeline).answer(call, asking, scan.user().orElse(""));
      return;
    }
    AnswerRelay.relay(
        pipeline,
        call,
        Operation.CHAT,
        new RelayRequest(Dialect.OPENAI_RESPONSES, body, sent, translation),
        contentType -> new ResponsesRelayReader(contentType, keeping::keep));
  }

  /// The request with the whole conversation in it.
  private byte[] expanded(String project, String previous, byte[] asked) {
    var turns = store.conversation(project, previous);
    if (turns.isEmpty()) {
      throw KeptResponses.unknown(previous);
    }
    var items = new ArrayList<Json>();
    for (var turn : turns) {
      items.addAll(Items.stored(turn.input()));
      items.addAll(object(turn.answer()).array("output"));
    }
    var request = object(asked);
    items.addAll(Items.of(request));
    var body = JsonBytes.write(request.with(Items.INPUT, new Json.Arr(items)));
    if (body.length > MAX_CONVERSATION_BYTES) {
      throw new CallFailed(
          ErrorCode.REQUEST_TOO_LARGE,
          "the conversation that ends with \"%s\" is longer than %,d bytes; begin a new one"
              .formatted(previous, MAX_CONVERSATION_BYTES));
    }
    return body;
  }

  static Json.Obj object(byte[] json) {
    return JsonBytes.read(json) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
  }

  /// Keeps the answer to one call under the id that its caller is about to see.
  private final class Keeping {
    private final String project;
    private final String user;
    private final ResponsesRequestScan scan;
    private final byte[] asked;
    private final String previous;

    Keeping(HttpCall call, ResponsesRequestScan scan, byte[] asked, String previous) {
      this.project = call.caller().project();
      this.user = call.caller().userOr(scan.user().orElse(""));
      this.scan = scan;
      this.asked = asked;
      this.previous = previous;
    }

    void keep(Json.Obj response) {
      var id = response.text("id").orElse("");
      if (scan.store() && !id.isEmpty()) {
        var input = JsonBytes.write(new Json.Arr(Items.of(object(asked))));
        store.keep(
            project, user, new StoredResponse(id, previous, input, JsonBytes.write(response)));
      }
    }
  }
}
