package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.anthropic.AnthropicModels;
import dev.headgate.server.dialects.ModelDoor;
import dev.headgate.server.gemini.GeminiModels;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.time.InstantSource;
import java.util.List;

/// The dialect's lines of the table.
public final class OpenAiRoutes {
  private static final String VERSION = "/v1";
  private static final String MODELS = VERSION + "/models";

  private OpenAiRoutes() {}

  public static void addTo(Routes routes, Pipeline pipeline, InstantSource clock) {
    addModels(routes, pipeline, clock);
    routes
        .add(
            "POST",
            "/v1/chat/completions",
            Permission.CALL,
            new ChatCompletions(pipeline, clock)::handle)
        .add("POST", "/v1/embeddings", Permission.CALL, new Embeddings(pipeline)::handle)
        .add("POST", "/v1/completions", Permission.CALL, new Completions(pipeline, clock)::handle);
    addOthers(routes, new OtherCalls(pipeline));
  }

  // The SDKs of three vendors ask here; the headers tell whose it is.
  private static void addModels(Routes routes, Pipeline pipeline, InstantSource clock) {
    var now = clock.instant();
    var models =
        new ModelDoor(
            pipeline,
            MODELS,
            List.of(
                new GeminiModels(),
                new AnthropicModels(now),
                new OpenAiModels(now.getEpochSecond())));
    routes
        .add("GET", MODELS, Permission.CALL, models::list, models.errors())
        .add(
            "GET",
            MODELS + "/{id...}",
            Permission.CALL,
            call -> models.show(call, call.parameter("id")),
            models.errors());
  }

  private static void addOthers(Routes routes, OtherCalls calls) {
    add(routes, calls, Operation.MODERATION, "/moderations");
    add(routes, calls, Operation.RERANK, "/rerank");
    add(routes, calls, Operation.IMAGE, "/images/generations");
    add(routes, calls, Operation.IMAGE, "/images/edits");
    add(routes, calls, Operation.IMAGE, "/images/variations");
    add(routes, calls, Operation.SPEECH, "/audio/speech");
    add(routes, calls, Operation.TRANSCRIPTION, "/audio/transcriptions");
    add(routes, calls, Operation.TRANSCRIPTION, "/audio/translations");
  }

  /// Addresses that are not known here and are passed on unread, because somebody has declared so.
  ///
  /// @param paths such as `/v1/ocr`, none of which is served already
  public static void addPassedOn(Routes routes, Pipeline pipeline, List<String> paths) {
    var calls = new OtherCalls(pipeline);
    for (var path : paths) {
      add(routes, calls, Operation.OTHER, path.substring(VERSION.length()));
    }
  }

  private static void add(Routes routes, OtherCalls calls, Operation operation, String path) {
    routes.add("POST", VERSION + path, Permission.CALL, calls.at(operation, path));
  }
}
