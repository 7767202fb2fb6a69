package dev.headgate.providers.responses;

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
import dev.headgate.providers.wire.EventAnswer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// OpenAI's `/v1/responses`. What a server keeps (`previous_response_id`, `store`) travels among
/// the extras; to keep it is a front door's work.
public final class ResponsesCodec implements ChatCodec {
  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_RESPONSES;
  }

  @Override
  public ChatRequest readRequest(WireRequest request) {
    return new RequestReader(request.body()).read();
  }

  @Override
  public WireRequest writeRequest(ChatRequest request, Wording wording) {
    return new RequestWriter(request).write();
  }

  @Override
  public List<String> ignored(ChatRequest request, Wording wording) {
    return Settled.of(request, Dialect.OPENAI_RESPONSES, wording).ignored();
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
    return EventAnswer.ofEvents(new StreamReader(sink));
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return new StreamWriter(out, () -> Json.Obj.EMPTY, _ -> {});
  }

  /// Writes a stream of an answer that belongs to whoever writes it.
  ///
  /// @param members of the whole answer that count more than those of the provider, such as its id;
  ///   asked for at the beginning and at the end
  /// @param beforeEnd is shown the whole answer before its end is written
  public AnswerEncoder encoder(
      ByteSink out, Supplier<Json.Obj> members, Consumer<Json.Obj> beforeEnd) {
    return new StreamWriter(out, members, beforeEnd);
  }

  @Override
  public Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
    return resuming(told, out, _ -> {});
  }

  /// @param beforeEnd is shown the whole answer before its end is written
  public Optional<AnswerEncoder> resuming(
      Consumer<ByteSink> told, ByteSink out, Consumer<Json.Obj> beforeEnd) {
    var stream = new ToldStream();
    told.accept(EventAnswer.ofEvents(stream)::accept);
    return stream.canGoOn()
        ? Optional.of(new ResumedWriter(stream, out, beforeEnd))
        : Optional.empty();
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return Errors.read(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return Errors.write(error);
  }
}
