package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.OneText;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.http.HttpAnswer;
import dev.headgate.providers.sse.EventDecoder;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads one answer to a canonical request. The watch collects the facts, this class the text.
final class ChatAnswer {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final int MAX_WHOLE_BYTES = 16 * 1024 * 1024;

  // The end of the HTTP body follows [DONE] at once, or the connection is not worth keeping.
  private static final Duration PATIENCE_AFTER_DONE = Duration.ofMillis(100);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

  private final String provider;
  private final HttpAnswer answer;
  private final OneText sink;
  private final AnswerWatch watch;
  private String heldBack = "";

  ChatAnswer(String provider, HttpAnswer answer, ChatSink sink) {
    this.provider = provider;
    this.answer = answer;
    this.sink = new OneText(sink);
    this.watch = AnswerWatch.of(Operation.CHAT, answer.contentType());
  }

  Completion read() {
    if (watch.isStreamed()) {
      readStream();
    } else {
      readWhole();
    }
    if (!heldBack.isEmpty()) {
      sink.accept(heldBack);
    }
    return completion();
  }

  private void readStream() {
    var decoder = new EventDecoder();
    var buffer = new byte[BUFFER_BYTES];
    while (!watch.isDone()) {
      var count = answer.read(buffer, 0, buffer.length);
      if (count < 0) {
        return;
      }
      watch.accept(buffer, 0, count);
      decoder.accept(buffer, 0, count, (_, data, length) -> acceptEvent(data, length));
    }
    answer.finish(PATIENCE_AFTER_DONE);
  }

  // A server that does not stream although it was asked to.
  private void readWhole() {
    var body = new ByteArrayOutputStream(BUFFER_BYTES);
    var buffer = new byte[BUFFER_BYTES];
    for (var count = answer.read(buffer, 0, buffer.length);
        count >= 0;
        count = answer.read(buffer, 0, buffer.length)) {
      if (body.size() + count > MAX_WHOLE_BYTES) {
        throw malformed("an answer longer than " + MAX_WHOLE_BYTES + " bytes", null);
      }
      watch.accept(buffer, 0, count);
      body.write(buffer, 0, count);
    }
    acceptEvent(body.toByteArray(), body.size());
  }

  private void acceptEvent(byte[] data, int length) {
    if (Arrays.equals(data, 0, length, DONE, 0, DONE.length)) {
      return;
    }
    if (watch.hasError()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_FAILED,
          "provider \"" + provider + "\" reported an error in the middle of its answer");
    }
    try {
      say(DeltaText.of(data, length));
    } catch (JacksonException e) {
      throw malformed("something that is not JSON", e);
    }
  }

  // A character outside the basic plane may come as two escapes in two events.
  private void say(String delta) {
    var text = heldBack + delta;
    heldBack = "";
    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      heldBack = text.substring(text.length() - 1);
      text = text.substring(0, text.length() - 1);
    }
    if (!text.isEmpty()) {
      sink.accept(text);
    }
  }

  private Completion completion() {
    var reason =
        watch
            .finishReason()
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.PROVIDER_TRUNCATED,
                    "provider \"" + provider + "\" ended its answer without a finish_reason"));
    return new Completion(
        watch.responseModel().orElse(""),
        watch.responseId().orElse(""),
        reason,
        watch.usage().orElse(Usage.NONE));
  }

  private CallFailed malformed(String what, @Nullable Throwable cause) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "provider \"" + provider + "\" sent " + what, cause);
  }
}
