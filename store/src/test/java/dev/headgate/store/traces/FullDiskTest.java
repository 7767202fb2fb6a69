package dev.headgate.store.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file system of 64 MiB that really is full.
@Tag("all")
final class FullDiskTest {
  @TempDir private Path folder;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64m", "none", folder.toString()) == 0,
        "needs the right to mount a file system");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", folder.toString());
  }

  @Test
  void refusesWritesKeepsReadingAndResumesWhenThereIsSpace() throws Exception {
    var synthetic = new SyntheticTraces(3);
    var filler = folder.resolve("filler");
    var acknowledged = new ArrayList<String>();
    try (var house = House.open(folder.resolve("data"))) {
      Files.write(filler, new byte[36 << 20]);
      var refused = 0;
      for (int i = 0; i < 40_000 && refused < 5; i++) {
        try {
          house.traces().append(synthetic.noisy("tr_" + i, House.NOW, 20_000));
          acknowledged.add("tr_" + i);
        } catch (CallFailed full) {
          assertThat(full.code()).isEqualTo(ErrorCode.STORAGE_FULL);
          refused++;
        }
      }
      assertThat(refused).isEqualTo(5);
      assertThat(house.traces().find(acknowledged.getFirst())).isPresent();

      Files.delete(filler);
      house.traces().append(synthetic.noisy("tr_after", House.NOW, 20_000));
      acknowledged.add("tr_after");
      await(() -> house.traces().list(TraceFilter.ALL, 100_000, "").size() >= acknowledged.size());
      await(() -> house.directory().ballast().isHeld());
    }

    try (var house = House.open(folder.resolve("data"))) {
      assertThat(house.traces().list(TraceFilter.ALL, 100_000, ""))
          .extracting(TraceRow::id)
          .containsExactlyInAnyOrderElementsOf(acknowledged);
      var events =
          house
              .core()
              .read(session ->
                  session.query(
                      "SELECT event FROM storage_event ORDER BY rowid", row -> row.getString(1)));
      assertThat(events).containsExactly("full", "space again");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64 << 10, 512 << 10, 2 << 20, 5 << 20, 12 << 20})
  void saysAtTheStartThatTheDiskIsFull(int freeBytes) throws Exception {
    var data = Files.createDirectory(folder.resolve("data"));
    var filler = folder.resolve("filler");
    var disk = Files.getFileStore(folder);
    var block = new byte[4 << 10];
    try (var out = Files.newOutputStream(filler)) {
      while (disk.getUsableSpace() > freeBytes) {
        out.write(block);
      }
    }

    assertThatThrownBy(() -> House.open(data).close())
        .isInstanceOfSatisfying(
            CallFailed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORAGE_FULL))
        .hasMessageContaining("free some space");

    Files.delete(filler);
    House.open(data).close();
  }

  @Test
  void refusesADiskThatCannotBeWrittenAndKeepsWhatIsThere() throws Exception {
    var data = folder.resolve("data");
    try (var house = House.open(data)) {
      house.traces().append(new SyntheticTraces(4).entry("tr_1", House.NOW, ""));
    }

    assumeTrue(run("mount", "-o", "remount,ro", folder.toString()) == 0, "needs to remount");
    assertThatThrownBy(() -> House.open(data))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("cannot be used");
    run("mount", "-o", "remount,rw", folder.toString());

    try (var house = House.open(data)) {
      assertThat(house.traces().find("tr_1")).isPresent();
    }
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException _) {
      return -1;
    }
  }
}
