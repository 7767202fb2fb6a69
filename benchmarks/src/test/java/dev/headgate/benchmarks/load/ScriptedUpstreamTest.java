package dev.headgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loads, on the provider itself.
final class ScriptedUpstreamTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private ScriptedUpstream upstream;
  private Thread thread;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    thread = Thread.ofPlatform().start(this::serve);
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
    thread.join();
  }

  private void serve() {
    try {
      upstream.serve();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void answersAreAsLateAsTheMessageSays() throws Exception {
    var lane = new Lane("calls", Pace.steady(50, SECOND), request("delay=100 bytes=2048"));

    var tally = OpenLoop.run(upstream.port(), 50, List.of(lane)).getFirst();

    assertThat(tally.answered().size()).isEqualTo(50);
    assertThat(tally.answered().percentile(0)).isGreaterThanOrEqualTo(100);
  }

  @Test
  void streamsAreReadToTheirEndWithTheGapsTheyHave() throws Exception {
    var outcome = EventStreams.run(upstream.port(), 20, request("events=20 every=20"), 20, SECOND);

    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.events()).isEqualTo(400);
    assertThat(outcome.lost()).isZero();
    assertThat(outcome.reordered()).isZero();
    assertThat(outcome.gaps().p50()).isBetween(10.0, 30.0);
  }

  @Test
  void aStreamThatEndsEarlyIsNotWhole() throws Exception {
    var outcome = EventStreams.run(upstream.port(), 3, request("events=5 every=1"), 6, SECOND);

    assertThat(outcome.failures()).containsEntry("ended before its last event", 3);
  }

  @Test
  void aFloodStopsWhereItsReaderStops() throws Exception {
    try (var slow = new SlowReaders(upstream.port(), 1_024)) {
      slow.open("never", request("flood=never kilobytes=65536"));
      var lane = new Lane("calls", Pace.steady(20, SECOND), request("bytes=1024"));

      var others = OpenLoop.run(upstream.port(), 8, List.of(lane)).getFirst();

      assertThat(others.answered().size()).isEqualTo(20);
      var flood = Flood.State.parse(upstream.floods().strip());
      assertThat(flood.name()).isEqualTo("never");
      assertThat(flood.bytes()).isBetween(1L, 16L << 20);
      assertThat(flood.closed()).isFalse();
    }
  }

  private static byte[] request(String script) {
    var body = "{\"messages\":[{\"content\":\"[[" + script + "]] please\"}]}";
    var request = Lane.chat("", body);
    assertThat(new String(request, StandardCharsets.US_ASCII)).contains(script);
    return request;
  }
}
