package dev.headgate.evals.recordings;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.Spoken;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.errors.ErrorKind;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replays a recorded conversation: what was asked, and what was answered, into every dialect.
final class ChatReplay {
  private final List<ChatCodec> all;
  private final ErrorReplay errors;

  ChatReplay(List<ChatCodec> all) {
    this.all = all;
    this.errors = new ErrorReplay(all);
  }

  /// A note on what was found.
  String replay(Recording recording, Spoken.Conversation spoken) throws Mismatch {
    var codec = spoken.codec();
    var answered = recording.answered();
    var whole = JsonReading.findObject(answered.body());
    if (ErrorReplay.isError(recording, whole)) {
      return replayError(recording, spoken);
    }
    var request = replayRequest(recording, spoken);
    var asked = new ArrayList<ChatCodec>();
    for (var other : all) {
      if (translate(request, other)) {
        asked.add(other);
      }
    }
    if (isStream(request, answered, whole)) {
      return replayStream(recording, codec, asked);
    }
    replayAnswer(
        codec,
        asked,
        whole.orElseThrow(() -> new Mismatch("answer", "the body is no JSON object")));
    return "";
  }

  private String replayError(Recording recording, Spoken.Conversation spoken) throws Mismatch {
    try {
      var _ = replayRequest(recording, spoken);
    } catch (CallFailed e) {
      // What the provider refused as well.
      if (e.code() != ErrorCode.INVALID_REQUEST || recording.answered().status() != 400) {
        throw e;
      }
    }
    return errors.replay(spoken.codec(), recording.answered());
  }

  private ChatRequest replayRequest(Recording recording, Spoken.Conversation spoken)
      throws Mismatch {
    var codec = spoken.codec();
    var body =
        JsonReading.findObject(recording.asked().body())
            .orElseThrow(() -> new Mismatch("request", "the body is no JSON object"));
    var request = codec.readRequest(new WireRequest(spoken.path(), body));
    var written = codec.writeRequest(request, spoken.wording());
    if (!GeminiSpelling.usualPath(written.path()).equals(GeminiSpelling.usualPath(spoken.path()))) {
      throw new Mismatch("request", "path: recorded " + spoken.path() + ", ours " + written.path());
    }
    Mismatch.ifAny("request", difference(codec.dialect(), body, written.body()));
    Mismatch.ifAny("request read again", Canonical.difference(request, codec.readRequest(written)));
    return request;
  }

  private static Optional<String> difference(Dialect dialect, Json.Obj recorded, Json.Obj ours) {
    return switch (dialect) {
      case GEMINI ->
          JsonComparison.difference(GeminiSpelling.usual(recorded), GeminiSpelling.usual(ours));
      case OPENAI_RESPONSES ->
          JsonComparison.difference(
              ResponsesSpelling.usual(recorded), ResponsesSpelling.usual(ours));
      case OPENAI_CHAT, OPENAI_COMPLETIONS, ANTHROPIC, BEDROCK, COHERE, OLLAMA ->
          JsonComparison.difference(recorded, ours);
    };
  }

  /// Another dialect writes the request, or names what it has no word for.
  private static boolean translate(ChatRequest request, ChatCodec other) throws Mismatch {
    var check = "request in " + other.dialect().wireName();
    try {
      var written = other.writeRequest(request, Wording.USUAL);
      var read = other.readRequest(written);
      Mismatch.ifAny(check, missing(request, texts(read)));
      return true;
    } catch (CallFailed e) {
      if (e.code() != ErrorCode.UNSUPPORTED_PARAMETER || e.param().isEmpty()) {
        throw new Mismatch(check, e.code().wireName() + ": " + e.message());
      }
      return false;
    }
  }

  /// A text that was asked and is not in what is read; what is emulated adds texts of its own.
  private static Optional<String> missing(ChatRequest asked, String read) {
    return asked.messages().stream()
        .map(message -> message.text().replaceAll("\\s", ""))
        .filter(text -> !read.contains(text))
        .findFirst()
        .map(text -> "the text " + text + " is missing");
  }

  private static String texts(ChatRequest request) {
    var all = new StringBuilder();
    request.messages().forEach(message -> all.append(message.text()));
    return all.toString().replaceAll("\\s", "");
  }

  private static boolean isStream(
      ChatRequest request, Recording.Answered answered, Optional<Json.Obj> whole) {
    return answered.contentType().contains("event")
        || (request.stream() && whole.isEmpty())
        || whole.isEmpty();
  }

  private void replayAnswer(ChatCodec codec, List<ChatCodec> asked, Json.Obj recorded)
      throws Mismatch {
    var answer = codec.readAnswer(recorded);
    var written = codec.writeAnswer(answer);
    Mismatch.ifAny(
        "answer",
        codec.dialect() == Dialect.GEMINI
            ? JsonComparison.difference(
                GeminiSpelling.usualAnswer(recorded), GeminiSpelling.usualAnswer(written))
            : JsonComparison.difference(recorded, written));
    replayTranslations(answer, asked);
  }

  private void replayTranslations(ChatAnswer answer, List<ChatCodec> asked) throws Mismatch {
    for (var other : all) {
      var check = "answer in " + other.dialect().wireName();
      var written = other.writeAnswer(answer);
      Mismatch.ifAny(check, Canonical.difference(answer, other.readAnswer(written)));
      // Who could not have asked sees no answer.
      if (asked.contains(other)
          && Visible.withoutOurMember(written) instanceof Json.Obj plain
          && !plain.isEmpty()) {
        Mismatch.ifAny(
            check + ", as others see it",
            Canonical.difference(
                Visible.of(answer).first(), Visible.of(other.readAnswer(plain)).first()));
      }
    }
  }

  private String replayStream(Recording recording, ChatCodec codec, List<ChatCodec> asked)
      throws Mismatch {
    var body = recording.answered().body();
    List<ChatEvent> events;
    try {
      events = Streams.events(codec, body);
    } catch (CallFailed e) {
      if (ErrorReplay.holdsError(recording)
          && e.code().kind() == ErrorKind.PROVIDER
          && e.code() != ErrorCode.PROVIDER_MALFORMED
          && e.code() != ErrorCode.PROVIDER_TRUNCATED) {
        return "error in the stream: " + e.code().wireName();
      }
      throw e;
    }
    var answer = Streams.assembled(events);
    Streams.checkSplits(codec, body, answer);
    Streams.checkCuts(codec, body, answer);
    for (var other : all) {
      var written = Streams.written(other, events);
      Mismatch.ifAny(
          "stream in " + other.dialect().wireName(),
          Canonical.difference(answer, Streams.assembled(Streams.events(other, written))));
      Streams.checkFailure(other, events);
    }
    replayTranslations(answer, asked);
    return "";
  }
}
