package dev.headgate.providers.openai;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.http.HttpAnswer;
import dev.headgate.providers.passing.BrokenJson;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JacksonException;

/// Reads one answer to a canonical request, streamed or whole.
final class AnswerReading {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final int MAX_WHOLE_BYTES = 16 * 1024 * 1024;

  // The end of the HTTP body follows [DONE] at once, or the connection is not worth keeping.
  private static final Duration PATIENCE_AFTER_DONE = Duration.ofMillis(100);

  private final String provider;
  private final ChatCodec codec;
  private final HttpAnswer answer;
  private final ToldEnd end;

  AnswerReading(String provider, ChatCodec codec, HttpAnswer answer, ChatSink sink) {
    this.provider = provider;
    this.codec = codec;
    this.answer = answer;
    this.end = new ToldEnd(sink);
  }

  Completion read() {
    try {
      if (answer.contentType().toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
        readStream();
      } else {
        AnswerAssembly.replay(codec.readAnswer(readWhole()), end);
      }
    } catch (CallFailed e) {
      throw named(e);
    }
    return end.completion();
  }

  private void readStream() {
    var decoder = codec.decoder(end);
    var buffer = new byte[BUFFER_BYTES];
    while (!decoder.isWhole()) {
      var count = answer.read(buffer, 0, buffer.length);
      if (count < 0) {
        decoder.end();
        return;
      }
      decoder.accept(buffer, 0, count);
    }
    answer.finish(PATIENCE_AFTER_DONE);
  }

  // A server that does not stream although it was asked to.
  private Json.Obj readWhole() {
    var body = new ByteArrayOutputStream(BUFFER_BYTES);
    var buffer = new byte[BUFFER_BYTES];
    for (var count = answer.read(buffer, 0, buffer.length);
        count >= 0;
        count = answer.read(buffer, 0, buffer.length)) {
      if (body.size() + count > MAX_WHOLE_BYTES) {
        throw malformed("an answer longer than " + MAX_WHOLE_BYTES + " bytes");
      }
      body.write(buffer, 0, count);
    }
    return parsed(body.toByteArray());
  }

  private Json.Obj parsed(byte[] body) {
    Json read;
    try {
      read = JsonBytes.read(body);
    } catch (JacksonException e) {
      throw BrokenJson.failure(provider, body, e);
    }
    if (!(read instanceof Json.Obj object)) {
      throw malformed("something that is no JSON object");
    }
    if (object.find("error").isPresent()) {
      throw new CallFailed(
          codec.readError(answer.status(), object).code(),
          "provider \"" + provider + "\" reported an error in place of its answer");
    }
    return object;
  }

  // The codec does not know whose answer it reads.
  private CallFailed named(CallFailed e) {
    return end.isRefusal(e) || e.message().contains("provider \"")
        ? e
        : new CallFailed(
            e.code(), e.message().replaceFirst("the provider", "provider \"" + provider + "\""), e);
  }

  private CallFailed malformed(String what) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "provider \"" + provider + "\" sent " + what);
  }
}
