package dev.headgate.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headgate.evals.recordings.RecordingEvaluation;
import dev.headgate.evals.recordings.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Every recorded exchange with a real provider, through every dialect. With
/// `-Dheadgate.recordings=PREFIX` it prints what came of the providers, endpoints or ids with it,
/// of every pair with `all`.
final class RecordingsTest {
  private static final Path PAIRS =
      Path.of("..", "..", "shared", "data", "provider_recordings", "dev", "pairs.jsonl");

  @Test
  void everyRecordedExchangeIsReplayedWithoutALoss() throws IOException {
    assumeThat(PAIRS).as("public data: provider_recordings").exists();
    var prefix = System.getProperty("headgate.recordings", "");
    var recordings =
        Recordings.read(PAIRS).stream()
            .filter(it ->
                prefix.equals("all")
                    || (it.provider() + "/" + it.endpoint()).startsWith(prefix)
                    || it.id().equals(prefix))
            .toList();

    var report = new RecordingEvaluation(Codecs.ALL).run(recordings);

    if (!prefix.isEmpty()) {
      System.out.println(report.table());
    }
    assertThat(report.failures()).isEmpty();
  }
}
