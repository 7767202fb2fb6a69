package dev.headgate.providers.bedrock;

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
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.anthropic.ThinkingWords;
import dev.headgate.providers.settled.Settled;
import java.util.List;

/// Bedrock's `converse` and `converse-stream`. The address names the model, as it is, and asks for
/// a stream.
public final class BedrockCodec implements ChatCodec {
  static final String MODEL = "/model/";
  static final String WHOLE = "/converse";
  static final String STREAM = "/converse-stream";

  @Override
  public Dialect dialect() {
    return Dialect.BEDROCK;
  }

  @Override
  public ChatRequest readRequest(WireRequest request) {
    var path = request.path();
    var stream = path.endsWith(STREAM);
    var end = stream ? STREAM : WHOLE;
    if (!path.startsWith(MODEL) || !path.endsWith(end)) {
      throw CallFailed.invalid("path", "the address must be /model/NAME/converse or …-stream");
    }
    var model = path.substring(MODEL.length(), path.length() - end.length());
    return RequestReader.read(request.body(), model, stream);
  }

  @Override
  public WireRequest writeRequest(ChatRequest request, Wording wording) {
    var end = request.stream() ? STREAM : WHOLE;
    return new WireRequest(MODEL + request.model() + end, RequestWriter.write(request));
  }

  @Override
  public List<String> ignored(ChatRequest request, Wording wording) {
    var ignored = Settled.of(request, Dialect.BEDROCK, wording).ignored();
    return ReasoningWords.leavesSummary(request.options().reasoning(), request.model())
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
    return new StreamEncoder(new FrameWriter(out));
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
