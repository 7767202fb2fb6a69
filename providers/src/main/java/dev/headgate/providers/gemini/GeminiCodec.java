package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Usage;
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
import dev.headgate.providers.wire.EventAnswer;
import dev.headgate.providers.wire.EventWriter;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Google's `generateContent` and `streamGenerateContent`. The path names the model and says
/// whether the answer is streamed; paths begin behind `/v1beta` or, with Vertex AI, behind
/// `/publishers/google`.
public final class GeminiCodec implements ChatCodec {
  /// What an answer says that took no tokens.
  public static Json.Obj noTokens() {
    return Json.Obj.of(Answers.USAGE, Usages.write(Usage.NONE, 0));
  }

  @Override
  public Dialect dialect() {
    return Dialect.GEMINI;
  }

  @Override
  public ChatRequest readRequest(WireRequest request) {
    return new RequestReader(request).read();
  }

  @Override
  public WireRequest writeRequest(ChatRequest request, Wording wording) {
    return new RequestWriter(request).write();
  }

  @Override
  public List<String> ignored(ChatRequest request, Wording wording) {
    return Settled.of(request, Dialect.GEMINI, wording).ignored();
  }

  @Override
  public ChatAnswer readAnswer(Json.Obj answer) {
    return Answers.read(answer);
  }

  @Override
  public Json.Obj writeAnswer(ChatAnswer answer) {
    return Answers.write(answer);
  }

  /// Reads both forms of a stream: events, and one array.
  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return new EventAnswer(new EitherSplitter(), new StreamReader(sink));
  }

  /// Writes events, as `alt=sse` asks for.
  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return new StreamWriter(
        new EventWriter(out, "\r\n")::write, EventWriter.CONTENT_TYPE, () -> {});
  }

  /// Writes one array, the form of a stream without `alt=sse`.
  public AnswerEncoder arrayEncoder(ByteSink out) {
    var array = new ArrayWriter(out);
    return new StreamWriter(array::write, "application/json", array::end);
  }

  /// Writes the rest of one array, as [#resuming] does of events.
  public Optional<AnswerEncoder> resumingArray(Consumer<ByteSink> told, ByteSink out) {
    return Optional.of(Resumption.of(this::decoder, this::arrayEncoder, told, _ -> {}, out));
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return Errors.read(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return Errors.write(error);
  }

  private static final class ArrayWriter {
    private final ByteSink out;
    private boolean begun;

    ArrayWriter(ByteSink out) {
      this.out = out;
    }

    void write(Json.Obj element) {
      var all = new ByteArrayOutputStream();
      all.writeBytes((begun ? ",\r\n" : "[").getBytes(UTF_8));
      all.writeBytes(JsonBytes.write(element));
      begun = true;
      out.write(all.toByteArray(), 0, all.size());
    }

    void end() {
      var end = (begun ? "]" : "[]").getBytes(UTF_8);
      out.write(end, 0, end.length);
    }
  }
}
