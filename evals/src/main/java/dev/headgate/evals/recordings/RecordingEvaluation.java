package dev.headgate.evals.recordings;

import dev.headgate.kernel.dialects.Dialects;
import dev.headgate.kernel.dialects.Spoken;
import dev.headgate.kernel.errors.CallFailed;
import java.util.List;
import java.util.Objects;

/// Replays recorded exchanges through every codec.
///
/// A conversation holds if our request equals the recorded one up to the equivalences of
/// [JsonComparison], and the answer passes through the canonical form and every dialect without a
/// loss, streams in any split. What no codec translates is checked as bytes that pass, and counted
/// apart.
public final class RecordingEvaluation {
  private final Dialects dialects;
  private final ChatReplay chats;
  private final EmbeddingReplay embeddings;
  private final RelayReplay relays;

  public RecordingEvaluation(Dialects dialects) {
    this.dialects = dialects;
    this.chats = new ChatReplay(dialects.conversations());
    this.embeddings = new EmbeddingReplay(dialects.embeddings());
    this.relays = new RelayReplay(dialects);
  }

  public RecordingReport run(List<Recording> recordings) {
    return new RecordingReport(recordings.stream().map(this::replay).toList());
  }

  /// Replays one. A defect of a codec is a finding like any other, and the next is replayed.
  public Outcome replay(Recording recording) {
    try {
      return replayChecked(recording);
    } catch (Mismatch e) {
      return new Outcome.Failed(recording, e.check(), e.why());
    } catch (CallFailed e) {
      return new Outcome.Failed(
          recording,
          "codec",
          e.code().wireName() + ": " + e.message() + e.param().map(it -> ", " + it).orElse(""));
    } catch (RuntimeException e) {
      var at = e.getStackTrace().length == 0 ? "" : ", at " + e.getStackTrace()[0];
      return new Outcome.Failed(
          recording,
          "codec",
          e.getClass().getSimpleName() + ": " + Objects.toString(e.getMessage(), "") + at);
    }
  }

  private Outcome replayChecked(Recording recording) throws Mismatch {
    return switch (dialects.at(recording.asked().method(), recording.asked().url())) {
      case Spoken.Conversation conversation ->
          new Outcome.Passed(recording, false, chats.replay(recording, conversation));
      case Spoken.Vectors vectors ->
          new Outcome.Passed(recording, false, embeddings.replay(recording, vectors));
      case Spoken.Relayed relayed ->
          new Outcome.Passed(recording, true, relays.replay(recording, relayed));
      case Spoken.Unknown(var reason) -> throw new Mismatch("address", reason);
    };
  }
}
