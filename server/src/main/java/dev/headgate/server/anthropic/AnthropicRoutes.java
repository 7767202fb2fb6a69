package dev.headgate.server.anthropic;

import dev.headgate.providers.anthropic.AnthropicCodec;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.dialects.CodecErrors;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;

/// The dialect's lines of the table.
public final class AnthropicRoutes {
  private AnthropicRoutes() {}

  public static void addTo(Routes routes, Pipeline pipeline) {
    var errors = new CodecErrors(new AnthropicCodec(), "error");
    var messages = new Messages(pipeline);
    routes
        .add("POST", "/v1/messages", Permission.CALL, messages::create, errors)
        .add("POST", "/v1/messages/count_tokens", Permission.CALL, messages::countTokens, errors);
  }
}
