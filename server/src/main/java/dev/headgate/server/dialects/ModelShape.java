package dev.headgate.server.dialects;

import dev.headgate.kernel.json.Json;
import dev.headgate.runtime.pipeline.calls.OfferedModel;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;
import java.util.List;

/// How a dialect lists models, and how it tells that there is none.
public interface ModelShape {
  /// Whether the headers of a call are those of the dialect's clients, at an address that several
  /// dialects share.
  boolean speaks(HttpCall call);

  /// Which part of the list a call asks for.
  ModelPage page(HttpCall call, List<OfferedModel> all);

  Json.Obj list(ModelPage page);

  Json.Obj model(OfferedModel model);

  ErrorShape errors();
}
