package dev.headgate.evals.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.dialects.ErrorCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// Replays a recorded error into every dialect: its meaning, its type and its words stay.
final class ErrorReplay {
  private static final int FIRST_ERROR_STATUS = 400;

  private final List<? extends ErrorCodec> all;

  ErrorReplay(List<? extends ErrorCodec> all) {
    this.all = all;
  }

  /// Whether the recorder found an error in an answer that says it is none.
  static boolean holdsError(Recording recording) {
    return recording.features().contains("error-in-200") || recording.features().contains("error");
  }

  static boolean isError(Recording recording, Optional<Json.Obj> whole) {
    return recording.answered().status() >= FIRST_ERROR_STATUS
        || (holdsError(recording)
            && whole.map(body -> !body.object("error").isEmpty()).orElse(false));
  }

  String replay(ErrorCodec codec, Recording.Answered answered) throws Mismatch {
    var body = body(answered.body());
    var error = codec.readError(answered.status(), body);
    if (error.status() != answered.status()) {
      throw new Mismatch(
          "error", "status: recorded " + answered.status() + ", ours " + error.status());
    }
    var words = message(body);
    if (words.isPresent() && !words.get().equals(error.message())) {
      throw new Mismatch("error", "message: recorded " + words.get() + ", ours " + error.message());
    }
    Mismatch.ifAny(
        "error written again",
        Canonical.difference(error, codec.readError(error.status(), codec.writeError(error))));
    for (var other : all) {
      var read = other.readError(error.status(), other.writeError(error));
      Mismatch.ifAny(
          "error in another dialect", Canonical.difference(meaning(error), meaning(read)));
    }
    return error.code().wireName();
  }

  private static List<Object> meaning(WireError error) {
    return List.of(error.code(), error.type(), error.message());
  }

  /// The object in the body: alone, first in a list, or in an event of a stream.
  private static Json.Obj body(byte[] bytes) {
    var text = new String(bytes, UTF_8).strip();
    var json = text.startsWith("data:") ? text.substring("data:".length()).strip() : text;
    var list = json.startsWith("[") ? json.substring(1, json.lastIndexOf(']')) : json;
    return JsonReading.findObject(list.getBytes(UTF_8)).orElse(Json.Obj.EMPTY);
  }

  private static Optional<String> message(Json.Obj body) {
    return body.object("error")
        .text("message")
        .or(() -> body.text("message"))
        .or(() -> body.text("error"))
        .or(() -> body.text("detail"));
  }
}
