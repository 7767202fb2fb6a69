package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.dialects.ModelList;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.time.InstantSource;
import java.util.List;

/// The dialect's lines of the table.
public final class OpenAiRoutes {
  private static final String VERSION = "/v1";

  private OpenAiRoutes() {}

  public static void addTo(
      Routes routes, Pipeline pipeline, ModelList models, InstantSource clock) {
    routes
        .add(
            "POST",
            "/v1/chat/completions",
            Permission.CALL,
            new ChatCompletions(pipeline, clock)::handle)
        .add("POST", "/v1/embeddings", Permission.CALL, new Embeddings(pipeline)::handle)
        .add("POST", "/v1/completions", Permission.CALL, new Completions(pipeline, clock)::handle)
        .add("GET", "/v1/models", Permission.CALL, models::list)
        .add("GET", "/v1/models/{id...}", Permission.CALL, call -> models.show(call, "id"));
    addOthers(routes, new OtherCalls(pipeline));
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
  /// @param paths such as `/v1/ocr`; those that are served already stay as they are
  public static void addPassedOn(Routes routes, Pipeline pipeline, List<String> paths) {
    var calls = new OtherCalls(pipeline);
    var served = routes.all().stream().map(Routes.Route::path).toList();
    for (var path : paths) {
      if (!served.contains(path)) {
        add(routes, calls, Operation.OTHER, path.substring(VERSION.length()));
      }
    }
  }

  private static void add(Routes routes, OtherCalls calls, Operation operation, String path) {
    routes.add("POST", VERSION + path, Permission.CALL, calls.at(operation, path));
  }
}
