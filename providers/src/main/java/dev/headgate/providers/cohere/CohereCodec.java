package dev.headgate.providers.cohere;

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
import dev.headgate.providers.wire.CarriedAnswer;
import dev.headgate.providers.wire.EventAnswer;
import java.util.List;

/// Cohere's `/v2/chat`.
public final class CohereCodec implements ChatCodec {
  @Override
  public Dialect dialect() {
    return Dialect.COHERE;
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
    return Settled.of(request, Dialect.COHERE, wording).ignored();
  }

  @Override
  public ChatAnswer readAnswer(Json.Obj answer) {
    return CarriedAnswer.find(answer).orElseGet(() -> Answers.read(answer));
  }

  @Override
  public Json.Obj writeAnswer(ChatAnswer answer) {
    return CarriedAnswer.put(Answers.write(answer), answer, Answers::read);
  }

  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return EventAnswer.ofEvents(new StreamReader(sink));
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return new StreamWriter(out);
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
