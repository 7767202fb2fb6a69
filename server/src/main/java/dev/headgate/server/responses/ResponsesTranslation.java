package dev.headgate.server.responses;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.responses.ResponsesCodec;
import dev.headgate.providers.responses.ResponsesRequestScan;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.dialects.CodecTranslation;
import dev.headgate.server.dialects.FeatureDoor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A response between its dialect and the canonical form. What this server does itself, to keep
/// answers and to go on from them, is not asked of a provider.
final class ResponsesTranslation extends CodecTranslation {
  private static final ResponsesCodec CODEC = new ResponsesCodec();

  // Kept, counted or echoed here; nothing that would change an answer.
  private static final String[] DONE_HERE = {
    "background", "metadata", "previous_response_id", "store"
  };

  // What an answer repeats of its request.
  private static final List<String> ECHOED =
      List.of(
          "instructions",
          "max_output_tokens",
          "metadata",
          "parallel_tool_calls",
          "previous_response_id",
          "temperature",
          "tool_choice",
          "tools",
          "top_p");

  private final byte[] body;
  private final Own own;
  private final Consumer<Json.Obj> beforeEnd;

  /// What an answer is given here that the provider's does not have.
  ///
  /// @param created epoch seconds
  /// @param asked the caller's request
  record Own(String id, long created, byte[] asked) {
    Json.Obj members() {
      var request = Responses.object(asked);
      var members =
          Json.Obj.of("id", new Json.Text(id))
              .with("created_at", Json.Num.of(created))
              .with("previous_response_id", Json.NULL)
              .with("store", Json.of(!Json.FALSE.equals(request.members().get("store"))));
      for (var name : ECHOED) {
        if (request.find(name).isPresent()) {
          members = members.with(name, request.find(name).orElseThrow());
        }
      }
      return members;
    }
  }

  /// @param body the conversation, whole
  /// @param beforeEnd is shown each answer before its end is sent
  ResponsesTranslation(
      byte[] body, ResponsesRequestScan scan, Own own, Consumer<Json.Obj> beforeEnd) {
    super(CODEC, ResponsesRequestScan.PATH, body, scan);
    this.body = body;
    this.own = own;
    this.beforeEnd = beforeEnd;
  }

  @Override
  public ChatRequest conversation(String model) {
    var request = Responses.object(body).without(DONE_HERE);
    return CODEC.readRequest(new WireRequest(ResponsesRequestScan.PATH, request)).to(model);
  }

  /// Features as models of this dialect, with the origin of an answer beside it.
  FeatureDoor features(Pipeline pipeline) {
    return new FeatureDoor(
        pipeline,
        CODEC,
        out -> new FeatureResponse(out, CODEC, own, beforeEnd),
        "",
        this::answered,
        Json.Obj.EMPTY);
  }

  private Json.Obj answered(ChatAnswer answer) {
    var plain =
        new ChatAnswer(
            answer.responseId(),
            answer.responseModel(),
            answer.choices(),
            answer.usage(),
            Extras.NONE);
    var response = CODEC.writeAnswer(plain).with(own.members()).with(answer.extras().members());
    beforeEnd.accept(response);
    return response;
  }

  // Models that are asked in this dialect begin anew, whatever the last message is.
  @Override
  public Optional<RelayBody> continuation(
      String model, int maxTokens, Wording wording, String text) {
    return Optional.empty();
  }

  // Also of an answer whose id is the provider's: it is kept whole, under that id.
  @Override
  public Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
    return CODEC.resuming(told, out, beforeEnd);
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return CODEC.encoder(out, own::members, beforeEnd);
  }

  @Override
  public byte[] whole(ChatAnswer answer, List<String> ignored) {
    var response = telling(CODEC.writeAnswer(answer).with(own.members()), ignored);
    beforeEnd.accept(response);
    return JsonBytes.write(response);
  }
}
