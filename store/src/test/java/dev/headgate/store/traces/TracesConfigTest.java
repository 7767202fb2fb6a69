package dev.headgate.store.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TracesConfigTest {
  private static final Position SOMEWHERE = new Position("headgate.yaml", 1, 1);
  private final Problems problems = new Problems();

  @Test
  void hasDefaults() {
    assertThat(read(Map.of())).isEqualTo(House.DEFAULTS);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void readsEveryKey() {
    var config =
        read(
            Map.of(
                "payloads", "false",
                "keep", "7d",
                "keep-size", "1 GiB",
                "segment-size", "8 MiB",
                "sync-interval", "1s",
                "strict", "true"));

    assertThat(config)
        .isEqualTo(
            new TracesConfig(
                false, Duration.ofDays(7), 1L << 30, 8 << 20, Duration.ofSeconds(1), true));
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void refusesWhatCannotWork() {
    read(
        Map.of("keep", "1s", "keep-size", "1 MiB", "segment-size", "5 KiB", "sync-interval", "1h"));

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "traces are kept for 1m at least",
            "a segment has from 1 MiB to 1 GiB",
            "expected a time from 1ms to 10s");

    read(Map.of("keep-size", "100 MiB"));
    assertThat(problems.all())
        .extracting(Problem::message)
        .anyMatch(m -> m.contains("two segments"));
  }

  private TracesConfig read(Map<String, String> keys) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    keys.forEach((key, value) ->
        entries.put(key, new Tree.Entry(SOMEWHERE, new Tree.Scalar(SOMEWHERE, value, true))));
    return ConfigNode.read(
            new Tree.Mapping(SOMEWHERE, entries), problems, new NoSecrets(), TracesConfig::from)
        .orElseThrow();
  }

  private static final class NoSecrets implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
