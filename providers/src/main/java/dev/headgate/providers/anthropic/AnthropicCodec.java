package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.Resumption;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Anthropic's `/v1/messages`.
public final class AnthropicCodec implements ChatCodec {
  /// Behind the base address with its `/v1`.
  public static final String PATH = "/messages";

  private final OutputLimits limits;

  public AnthropicCodec() {
    this(OutputLimits.DEFAULT);
  }

  /// @param limits for requests that name no bound of their output, which this dialect demands
  public AnthropicCodec(OutputLimits limits) {
    this.limits = limits;
  }

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public ChatRequest readRequest(WireRequest request) {
    return RequestReader.read(request.body(), "");
  }

  @Override
  public WireRequest writeRequest(ChatRequest request, Wording wording) {
    return new WireRequest(PATH, RequestWriter.write(request, wording, limits));
  }

  @Override
  public List<String> ignored(ChatRequest request, Wording wording) {
    var ignored = Settled.of(request, Dialect.ANTHROPIC, wording).ignored();
    return ThinkingWords.leavesSummary(request.options().reasoning(), request.model())
        ? Settled.and(ignored, ThinkingWords.SUMMARY)
        : ignored;
  }

  @Override
  public ChatAnswer readAnswer(Json.Obj answer) {
    return AnswerWords.read(answer);
  }

  @Override
  public Json.Obj writeAnswer(ChatAnswer answer) {
    return AnswerWords.write(answer);
  }

  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return new StreamDecoder(sink);
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return new StreamEncoder(new EventWriter(out));
  }

  @Override
  public Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
    var blocks = new ToldBlocks();
    told.accept(blocks);
    return blocks.canGoOn()
        ? Optional.of(
            Resumption.of(
                this::decoder,
                muted -> new StreamEncoder(new EventWriter(muted)),
                told,
                encoder -> encoder.goOn(blocks.hasOpen()),
                out))
        : Optional.empty();
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return ErrorWords.read(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return ErrorWords.write(error);
  }
}
