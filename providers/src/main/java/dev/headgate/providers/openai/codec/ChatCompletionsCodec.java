package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import java.util.List;

/// OpenAI's `/chat/completions`, and the variants of everybody else who speaks it.
public final class ChatCompletionsCodec implements ChatCodec {
  private final OpenAiErrors errors = new OpenAiErrors();
  private final boolean asksUsage;

  public ChatCompletionsCodec() {
    this(false);
  }

  private ChatCompletionsCodec(boolean asksUsage) {
    this.asksUsage = asksUsage;
  }

  /// One whose streams always ask for token counts.
  public static ChatCompletionsCodec askingUsage() {
    return new ChatCompletionsCodec(true);
  }

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_CHAT;
  }

  @Override
  public ChatRequest readRequest(WireRequest request) {
    return ChatRequests.read(request);
  }

  @Override
  public WireRequest writeRequest(ChatRequest request, Wording wording) {
    var written = ChatRequests.write(request, wording);
    return asksUsage && request.stream()
        ? new WireRequest(
            written.path(),
            written
                .body()
                .with(
                    "stream_options",
                    written.body().object("stream_options").with("include_usage", Json.TRUE)))
        : written;
  }

  @Override
  public List<String> ignored(ChatRequest request, Wording wording) {
    return Settled.of(request, Dialect.OPENAI_CHAT, wording).ignored();
  }

  @Override
  public ChatAnswer readAnswer(Json.Obj answer) {
    return Answers.read(answer);
  }

  @Override
  public Json.Obj writeAnswer(ChatAnswer answer) {
    return Answers.write(answer);
  }

  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return new StreamDecoder(sink, Shape.CHAT);
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return encoder(out, 0);
  }

  /// @param created epoch seconds, of an answer whose own dialect does not say them
  public AnswerEncoder encoder(ByteSink out, long created) {
    return new StreamEncoder(out, Shape.CHAT, created);
  }

  /// @param created epoch seconds, of an answer whose own dialect does not say them
  public Json.Obj writeAnswer(ChatAnswer answer, long created) {
    var written = writeAnswer(answer);
    return Answers.isDated(written) ? written : written.with(Answers.CREATED, Json.Num.of(created));
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return errors.readError(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return errors.writeError(error);
  }
}
