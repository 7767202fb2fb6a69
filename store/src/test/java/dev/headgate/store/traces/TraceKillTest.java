package dev.headgate.store.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.testing.ChildJvm;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceKillTest {
  private static final int ROUNDS = 2;

  @TempDir private Path folder;

  @Test
  void keepsEveryTraceThatWasAppendedBeforeTheProcessWasKilled() throws Exception {
    var acknowledged = new ArrayList<String>();
    for (int round = 0; round < ROUNDS; round++) {
      try (var child = ChildJvm.start(Appender.class, folder.toString(), "tr_" + round)) {
        acknowledged.addAll(child.read(500));
        acknowledged.addAll(child.kill());
      }
    }

    try (var house = House.open(folder)) {
      var rows = house.traces().list(TraceFilter.ALL, 1_000_000, "");
      assertThat(rows).extracting(TraceRow::id).containsAll(acknowledged).doesNotHaveDuplicates();
      for (int i = 0; i < acknowledged.size(); i += 97) {
        assertThat(house.traces().find(acknowledged.get(i)).orElseThrow().payload())
            .isEqualTo(PayloadState.READABLE);
      }
    }
  }

  /// Appends from 8 threads, with small segments, and says so until it is killed.
  static final class Appender {
    private Appender() {}

    public static void main(String[] arguments) {
      var clock = InstantSource.system();
      var config =
          new TracesConfig(
              true, House.DEFAULTS.keep(), 1L << 30, 1 << 20, House.DEFAULTS.syncInterval(), false);
      var house = House.open(Path.of(arguments[0]), config, clock, ChannelFile::new, _ -> {});
      for (int thread = 0; thread < 8; thread++) {
        var name = arguments[1] + "_" + thread + "_";
        var synthetic = new SyntheticTraces(thread);
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; ; i++) {
                var id = name + i;
                house.traces().append(synthetic.noisy(id, clock.millis(), 1_500));
                System.out.println(id);
              }
            });
      }
    }
  }
}
