package dev.headgate.server.responses;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import dev.headgate.store.responses.ResponseStore;
import java.time.InstantSource;

/// The dialect's lines of the table.
public final class ResponsesRoutes {
  private static final String ALL = "/v1/responses";
  private static final String ONE = ALL + "/{id}";

  private ResponsesRoutes() {}

  /// @param ids of answers that this server makes itself
  public static void addTo(
      Routes routes, Pipeline pipeline, ResponseStore store, InstantSource clock, IdSource ids) {
    var errors = ErrorShape.NUMBERED_EVENT;
    var kept = new KeptResponses(store);
    var responses = new Responses(pipeline, store, clock, ids);
    routes
        .add("POST", ALL, Permission.CALL, responses::create, errors)
        .add("GET", ONE, Permission.CALL, kept::show)
        .add("DELETE", ONE, Permission.CALL, kept::delete)
        .add("GET", ONE + "/input_items", Permission.CALL, kept::items);
  }
}
