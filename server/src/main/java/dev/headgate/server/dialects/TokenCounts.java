package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.anthropic.AnthropicCodec;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.calls.CountedRequest;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;

/// A request whose tokens are to be counted, in the dialects whose providers do that.
public record TokenCounts(RelayRequest request) implements CountedRequest {
  private static final String GENERATE = ":generateContent";
  private static final String COUNT = ":countTokens";

  @Override
  public RelayBody body(Dialect spoken, String model, Wording wording) {
    if (spoken == request.dialect() && request.scan().isPlain()) {
      return request.scan().toBody(model, 0, wording);
    }
    var conversation = request.translation().orElseThrow().conversation(model);
    return switch (spoken) {
      case ANTHROPIC -> {
        var body = new AnthropicCodec().writeRequest(conversation, wording).body();
        yield new RelayBody(JsonBytes.write(body.without("max_tokens", "stream")), List.of());
      }
      case GEMINI -> {
        var wire = new GeminiCodec().writeRequest(conversation, wording);
        var path = wire.path().replaceFirst(":[a-zA-Z]+(\\?.*)?$", GENERATE);
        var asked =
            Json.Obj.of(
                    "model", new Json.Text(path.substring(1, path.length() - GENERATE.length())))
                .with(wire.body());
        yield new RelayBody(
            JsonBytes.write(Json.Obj.of("generateContentRequest", asked)),
            List.of(),
            path.replace(GENERATE, COUNT),
            java.util.Map.of());
      }
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS, BEDROCK, COHERE, OLLAMA ->
          throw new CallFailed(
              ErrorCode.UNSUPPORTED_OPERATION,
              "the model's provider cannot count tokens without answering");
    };
  }

  @Override
  public OptionalLong inputTokens(Dialect spoken, byte[] answer) {
    try {
      if (JsonBytes.read(answer) instanceof Json.Obj object) {
        var name = spoken == Dialect.ANTHROPIC ? "input_tokens" : "totalTokens";
        return object.has(name) ? OptionalLong.of(object.integer(name)) : OptionalLong.empty();
      }
    } catch (JacksonException _) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }
}
