package dev.headgate.server.openai;

import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.time.InstantSource;

/// The dialect's lines of the table.
public final class OpenAiRoutes {
  private OpenAiRoutes() {}

  public static void addTo(Routes routes, Pipeline pipeline, InstantSource clock) {
    var models = new Models(pipeline, clock.instant().getEpochSecond());
    routes
        .add(
            "POST",
            "/v1/chat/completions",
            Permission.CALL,
            new ChatCompletions(pipeline, clock)::handle)
        .add("POST", "/v1/embeddings", Permission.CALL, new Embeddings(pipeline)::handle)
        .add("GET", "/v1/models", Permission.CALL, models::list)
        .add("GET", "/v1/models/{id...}", Permission.CALL, models::show);
  }
}
