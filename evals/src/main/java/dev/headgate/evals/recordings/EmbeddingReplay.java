package dev.headgate.evals.recordings;

import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.Spoken;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;

/// Replays a recorded request for vectors, and its answer into every format.
final class EmbeddingReplay {
  private final List<EmbeddingCodec> all;
  private final ErrorReplay errors;

  EmbeddingReplay(List<EmbeddingCodec> all) {
    this.all = all;
    this.errors = new ErrorReplay(all);
  }

  String replay(Recording recording, Spoken.Vectors spoken) throws Mismatch {
    replayRequest(recording, spoken);
    var codec = spoken.codec();
    var answered = recording.answered();
    var whole = JsonReading.findObject(answered.body());
    if (ErrorReplay.isError(recording, whole)) {
      return errors.replay(codec, answered);
    }
    var recorded = whole.orElseThrow(() -> new Mismatch("answer", "the body is no JSON object"));
    var answer = codec.readAnswer(recorded);
    Mismatch.ifAny("answer", JsonComparison.difference(recorded, codec.writeAnswer(answer)));
    for (var other : all) {
      translate(answer, other);
    }
    return answer.vectors().size() + " vectors";
  }

  private void replayRequest(Recording recording, Spoken.Vectors spoken) throws Mismatch {
    var codec = spoken.codec();
    var body =
        JsonReading.findObject(recording.asked().body())
            .orElseThrow(() -> new Mismatch("request", "the body is no JSON object"));
    var request = codec.readRequest(new WireRequest(spoken.path(), body));
    var written = codec.writeRequest(request, spoken.wording());
    if (!written.path().equals(spoken.path())) {
      throw new Mismatch("request", "path: recorded " + spoken.path() + ", ours " + written.path());
    }
    Mismatch.ifAny("request", JsonComparison.difference(body, written.body()));
  }

  private static void translate(EmbeddingAnswer answer, EmbeddingCodec other) throws Mismatch {
    var check = "answer in " + other.name();
    try {
      Mismatch.ifAny(
          check, Canonical.difference(answer, other.readAnswer(other.writeAnswer(answer))));
    } catch (CallFailed e) {
      if (e.code() != ErrorCode.UNSUPPORTED_PARAMETER) {
        throw new Mismatch(check, e.code().wireName() + ": " + e.message());
      }
    }
  }
}
