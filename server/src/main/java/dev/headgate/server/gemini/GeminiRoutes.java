package dev.headgate.server.gemini;

import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.dialects.CodecErrors;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;

/// The dialect's lines of the table.
public final class GeminiRoutes {
  private static final String MODELS = "/v1beta/models";
  private static final String MODEL = MODELS + "/{model...}";

  private GeminiRoutes() {}

  public static void addTo(Routes routes, Pipeline pipeline) {
    var errors = new CodecErrors(new GeminiCodec(), null);
    var models = new Models(pipeline);
    routes
        .add("POST", MODEL, Permission.CALL, new Contents(pipeline)::handle, errors)
        .add("GET", MODELS, Permission.CALL, models::list, errors)
        .add("GET", MODEL, Permission.CALL, models::show, errors);
  }
}
