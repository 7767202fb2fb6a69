package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.providers.openai.CompletionsCodec;
import dev.headgate.providers.openai.OpenAiRelayReader;
import dev.headgate.providers.openai.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.CodecTranslation;
import dev.headgate.server.http.HttpCall;
import java.util.Map;
import java.util.Optional;

/// `POST /v1/completions`, the older way to continue a text: relayed where it is spoken, a
/// conversation of one message elsewhere.
record Completions(Pipeline pipeline) {
  private static final String PATH = "/completions";

  void handle(HttpCall call) {
    var bytes = call.jsonBody();
    var scan = RequestScan.ofPrompt(bytes);
    AnswerRelay.relay(
        pipeline,
        call,
        Operation.CHAT,
        new RelayRequest(
            Dialect.OPENAI_COMPLETIONS,
            bytes,
            new Prompt(scan),
            new PromptTranslation(bytes, scan)),
        contentType -> new OpenAiRelayReader(Operation.CHAT, contentType, scan.addsUsage()));
  }

  private record Prompt(RequestScan scan) implements ScannedRequest {
    @Override
    public String model() {
      return scan.model();
    }

    @Override
    public boolean stream() {
      return scan.stream();
    }

    @Override
    public Optional<String> user() {
      return scan.user();
    }

    @Override
    public RequestFacts facts() {
      return scan.facts();
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
      // Only conversations have another word for the bound.
      var body = scan.toBody(providerModel, maxTokens, Wording.USUAL);
      return new RelayBody(body.bytes(), body.edits(), PATH, Map.of());
    }
  }

  private static final class PromptTranslation extends CodecTranslation {
    private final RequestScan scan;

    PromptTranslation(byte[] body, RequestScan scan) {
      super(new CompletionsCodec(), PATH, body, scan);
      this.scan = scan;
    }

    @Override
    public Optional<RelayBody> continuation(
        String model, int maxTokens, Wording wording, String text) {
      var body = scan.toContinuation(model, maxTokens, Wording.USUAL, text);
      return Optional.of(new RelayBody(body.bytes(), body.edits(), PATH, Map.of()));
    }

    @Override
    public boolean isContinuable() {
      return scan.isContinuable();
    }

    @Override
    public boolean showsUsage() {
      return !scan.addsUsage();
    }
  }
}
