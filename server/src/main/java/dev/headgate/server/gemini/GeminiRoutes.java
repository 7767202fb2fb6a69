package dev.headgate.server.gemini;

import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.dialects.CodecErrors;
import dev.headgate.server.dialects.ModelList;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;

/// The dialect's lines of the table.
public final class GeminiRoutes {
  private static final String MODELS = "/v1beta/models";
  private static final String MODEL = MODELS + "/{model...}";

  // Of the stable version. What is listed there comes from ModelList, for all dialects.
  private static final String STABLE_MODEL = "/v1/models/{id...}";

  private GeminiRoutes() {}

  public static void addTo(Routes routes, Pipeline pipeline, ModelList models) {
    var errors = new CodecErrors(new GeminiCodec(), null);
    var contents = new Contents(pipeline);
    routes
        .add("POST", MODEL, Permission.CALL, call -> contents.handle(call, "model"), errors)
        .add("POST", STABLE_MODEL, Permission.CALL, call -> contents.handle(call, "id"), errors)
        .add("GET", MODELS, Permission.CALL, models::listAsGoogle, errors)
        .add("GET", MODEL, Permission.CALL, call -> models.showAsGoogle(call, "model"), errors);
  }
}
