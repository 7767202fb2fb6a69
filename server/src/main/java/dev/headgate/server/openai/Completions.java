package dev.headgate.server.openai;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.openai.codec.CompletionsCodec;
import dev.headgate.providers.openai.passing.OpenAiRelayReader;
import dev.headgate.providers.openai.passing.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.CodecTranslation;
import dev.headgate.server.dialects.FeatureDoor;
import dev.headgate.server.http.HttpCall;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `POST /v1/completions`, the older way to continue a text: relayed where it is spoken, a
/// conversation of one message elsewhere. The model `feature/<name>` is answered by a feature,
/// whose question the prompt is.
record Completions(Pipeline pipeline, InstantSource clock) {
  private static final CompletionsCodec CODEC = new CompletionsCodec();
  private static final String PATH = "/completions";
  private static final String ID_PREFIX = "cmpl-";

  void handle(HttpCall call) {
    var bytes = call.jsonBody();
    var scan = RequestScan.ofPrompt(bytes);
    if (scan.model().startsWith(Pipeline.FEATURE_PREFIX)) {
      answer(call, bytes, scan);
      return;
    }
    AnswerRelay.relay(
        pipeline,
        call,
        Operation.CHAT,
        PromptTranslation.request(bytes, scan, now()),
        contentType -> new OpenAiRelayReader(Operation.CHAT, contentType, scan.addsUsage()));
  }

  private void answer(HttpCall call, byte[] body, RequestScan scan) {
    var now = now();
    var asked = new PromptTranslation(body, scan, now).conversation(scan.model());
    var features =
        new FeatureDoor(
            pipeline,
            CODEC,
            out -> new FeatureText(CODEC.encoder(out, now), !scan.addsUsage()),
            ID_PREFIX,
            answer -> CODEC.writeAnswer(answer, now),
            Json.Obj.EMPTY);
    try {
      features.answer(call, withoutOptions(asked), scan.user().orElse(""));
    } catch (CallFailed e) {
      throw e.param().filter("messages[0]"::equals).isPresent() ? e.blaming("prompt") : e;
    }
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  // Whether usage is wanted is not asked of the feature.
  private static ChatRequest withoutOptions(ChatRequest asked) {
    var extras = asked.extras();
    return new ChatRequest(
        asked.model(),
        asked.messages(),
        asked.stream(),
        asked.options(),
        new Extras(extras.dialect(), extras.members().without("stream_options")));
  }

  /// A feature's answer as a stream of texts. Where it comes from stands in the chunk with the
  /// reason of its end.
  private static final class FeatureText implements AnswerEncoder {
    private final AnswerEncoder chunks;
    private final boolean showsUsage;
    private ChatEvent.Began began = new ChatEvent.Began("", "", Extras.NONE);
    private ChatEvent.@Nullable ChoiceEnded ended;

    FeatureText(AnswerEncoder chunks, boolean showsUsage) {
      this.chunks = chunks;
      this.showsUsage = showsUsage;
    }

    @Override
    public String contentType() {
      return chunks.contentType();
    }

    @Override
    public void accept(ChatEvent event) {
      switch (event) {
        case ChatEvent.ChoiceEnded last -> ended = last;
        case ChatEvent.Used(var usage, var origin) -> {
          chunks.accept(new ChatEvent.Began(began.responseId(), began.responseModel(), origin));
          if (ended != null) {
            chunks.accept(ended);
          }
          if (showsUsage) {
            chunks.accept(new ChatEvent.Used(usage, Extras.NONE));
          }
        }
        case ChatEvent.Began first -> {
          began = first;
          chunks.accept(first);
        }
        case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _ -> chunks.accept(event);
      }
    }

    @Override
    public void end() {
      chunks.end();
    }

    @Override
    public void fail(WireError error) {
      chunks.fail(error);
    }
  }

  private static final class PromptTranslation extends CodecTranslation {
    private final RequestScan scan;
    private final long created;

    PromptTranslation(byte[] body, RequestScan scan, long created) {
      super(CODEC, PATH, body, scan);
      this.scan = scan;
      this.created = created;
    }

    static RelayRequest request(byte[] body, RequestScan scan, long created) {
      return new RelayRequest(
          Dialect.OPENAI_COMPLETIONS, body, scan, new PromptTranslation(body, scan, created));
    }

    @Override
    public Optional<RelayRequest> with(byte[] body) {
      return Optional.of(request(body, RequestScan.ofPrompt(body), created));
    }

    @Override
    public AnswerEncoder encoder(ByteSink out) {
      return CODEC.encoder(out, created);
    }

    @Override
    protected Json.Obj written(ChatAnswer answer) {
      return CODEC.writeAnswer(answer, created);
    }

    @Override
    public Optional<RelayBody> continuation(
        String model, int maxTokens, Wording wording, String text) {
      return Optional.of(scan.toContinuation(model, maxTokens, wording, text));
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
