package dev.headgate.server.anthropic;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.anthropic.AnthropicCodec;
import dev.headgate.providers.anthropic.AnthropicRelayReader;
import dev.headgate.providers.anthropic.AnthropicRequestScan;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.CodecTranslation;
import dev.headgate.server.dialects.FeatureDoor;
import dev.headgate.server.dialects.Terms;
import dev.headgate.server.dialects.TokenCounts;
import dev.headgate.server.http.HttpCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `POST /v1/messages` and `POST /v1/messages/count_tokens`. The model `feature/<name>` is answered
/// by a feature, any other by a provider.
final class Messages {
  private static final AnthropicCodec CODEC = new AnthropicCodec();
  private static final String PATH = AnthropicCodec.PATH;
  private static final String ID_PREFIX = "msg_";

  // What switches functions of the API on.
  private static final List<String> HEADERS = List.of("anthropic-beta", "anthropic-version");

  private final Pipeline pipeline;
  private final FeatureDoor features;

  Messages(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.features = new FeatureDoor(pipeline, CODEC, CODEC::encoder, ID_PREFIX);
  }

  void create(HttpCall call) {
    var body = call.jsonBody();
    var scan = AnthropicRequestScan.of(body);
    if (scan.model().startsWith(Pipeline.FEATURE_PREFIX)) {
      var request = CodecTranslation.read(CODEC, PATH, body);
      features.answer(call, request, scan.user().orElse(""));
      return;
    }
    AnswerRelay.relay(
        pipeline,
        call,
        Operation.CHAT,
        MessageTranslation.request(headers(call), body, scan),
        AnthropicRelayReader::new);
  }

  void countTokens(HttpCall call) {
    var body = call.jsonBody();
    var scan = AnthropicRequestScan.of(body);
    var request = MessageTranslation.request(headers(call), body, scan);
    var counted =
        pipeline.countTokens(
            new RelayCall(call.caller(), Operation.CHAT, request, Terms.of(call)),
            TokenCounts::new,
            call.cancellation());
    call.trace(counted.traceId());
    call.answerJson(
        JsonBytes.write(Json.Obj.of("input_tokens", Json.Num.of(counted.inputTokens()))));
  }

  private static Map<String, String> headers(HttpCall call) {
    var headers = new HashMap<String, String>();
    HEADERS.forEach(name -> call.header(name).ifPresent(value -> headers.put(name, value)));
    return headers;
  }

  private static final class MessageTranslation extends CodecTranslation {
    private final Map<String, String> headers;

    private MessageTranslation(
        Map<String, String> headers, byte[] body, AnthropicRequestScan scan) {
      super(CODEC, PATH, body, headers, scan);
      this.headers = headers;
    }

    static RelayRequest request(
        Map<String, String> headers, byte[] body, AnthropicRequestScan scan) {
      return new RelayRequest(
          Dialect.ANTHROPIC,
          body,
          headers.isEmpty() ? scan : new WithHeaders(scan, headers),
          new MessageTranslation(headers, body, scan));
    }

    @Override
    public Optional<RelayRequest> with(byte[] body) {
      return Optional.of(request(headers, body, AnthropicRequestScan.of(body)));
    }
  }
}
