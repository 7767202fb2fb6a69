package dev.headgate.providers.ollama;

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
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;
import dev.headgate.providers.wire.EventAnswer;
import dev.headgate.providers.wire.LineSplitter;
import java.util.List;

/// Ollama's own `/api/chat`. A stream is one object a line.
public final class OllamaCodec implements ChatCodec {
  @Override
  public Dialect dialect() {
    return Dialect.OLLAMA;
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
    return Settled.of(request, Dialect.OLLAMA, wording).ignored();
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
    return new EventAnswer(new LineSplitter(), new StreamReader(sink));
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return new StreamWriter(out);
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return CarriedError.of(status, body).orElseGet(() -> readOwn(status, body));
  }

  private static WireError readOwn(int status, Json.Obj body) {
    var message = body.text("error").orElse("");
    return new WireError(ErrorMeaning.of(status, message), status, "", "", "", message);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    var body = Json.Obj.of("error", new Json.Text(error.message()));
    return readOwn(error.status(), body).equals(error) ? body : CarriedError.put(body, error);
  }
}
