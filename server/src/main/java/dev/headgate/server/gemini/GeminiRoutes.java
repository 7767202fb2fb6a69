package dev.headgate.server.gemini;

import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.dialects.ModelDoor;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.util.List;

/// The dialect's lines of the table.
public final class GeminiRoutes {
  private static final String MODELS = "/v1beta/models";
  private static final String MODEL = MODELS + "/{model...}";

  // Clients of the stable version; OpenAI's and Anthropic's ask for models there too.
  private static final String STABLE_MODEL = "/v1/models/{id...}";

  private GeminiRoutes() {}

  public static void addTo(Routes routes, Pipeline pipeline) {
    var errors = ContentErrors.ofAll();
    var models = new ModelDoor(pipeline, MODELS, List.of(new GeminiModels()));
    var contents = new Contents(pipeline);
    routes
        .add("POST", MODEL, Permission.CALL, call -> contents.handle(call, "model"), errors)
        .add("POST", STABLE_MODEL, Permission.CALL, call -> contents.handle(call, "id"), errors)
        .add("GET", MODELS, Permission.CALL, models::list, errors)
        .add(
            "GET",
            MODEL,
            Permission.CALL,
            call -> models.show(call, call.parameter("model")),
            errors);
  }
}
