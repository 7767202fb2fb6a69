package dev.headgate.server.responses;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.server.http.HttpCall;
import dev.headgate.store.responses.ResponseStore;
import dev.headgate.store.responses.StoredResponse;
import java.util.ArrayList;

/// Answers that were kept, to be read again or deleted. One of another project is one that there is
/// not.
record KeptResponses(ResponseStore store) {
  void show(HttpCall call) {
    call.answerJson(require(call).answer());
  }

  void delete(HttpCall call) {
    var id = call.parameter("id");
    if (!store.delete(call.caller().project(), id)) {
      throw unknown(id);
    }
    call.answerJson(
        JsonBytes.write(
            Json.Obj.of("id", new Json.Text(id))
                .with("object", new Json.Text("response"))
                .with("deleted", Json.TRUE)));
  }

  /// What the call itself sent, newest first unless `order=asc`; all on one page.
  void items(HttpCall call) {
    var response = require(call);
    var items = new ArrayList<Json>();
    for (var item : Items.stored(response.input())) {
      items.add(Items.shown(item, response.id() + "_" + items.size()));
    }
    var shown = call.query("order").filter("asc"::equals).isPresent() ? items : items.reversed();
    var list =
        Json.Obj.of("object", new Json.Text("list"))
            .with("data", new Json.Arr(shown))
            .with("first_id", id(shown.isEmpty() ? Json.NULL : shown.getFirst()))
            .with("last_id", id(shown.isEmpty() ? Json.NULL : shown.getLast()))
            .with("has_more", Json.FALSE);
    call.answerJson(JsonBytes.write(list));
  }

  private static Json id(Json item) {
    return item instanceof Json.Obj object ? object.find("id").orElse(Json.NULL) : Json.NULL;
  }

  private StoredResponse require(HttpCall call) {
    var id = call.parameter("id");
    return store.find(call.caller().project(), id).orElseThrow(() -> unknown(id));
  }

  static CallFailed unknown(String id) {
    return new CallFailed(
        ErrorCode.RESPONSE_NOT_FOUND,
        "there is no response \"%s\", or no longer; responses are kept for as long as responses.keep says, unless the call had \"store\": false"
            .formatted(Names.shown(id)));
  }
}
