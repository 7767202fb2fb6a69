package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectWatchTest {
  /// Remembers what it hears; the last project is the one that is served.
  private static final class Served implements ProjectWatch.Listener {
    private final List<Project> loaded = new ArrayList<>();
    private final List<List<Problem>> rejected = new ArrayList<>();
    private boolean takes = true;

    @Override
    public boolean isTaken(Project project) {
      loaded.add(project);
      return takes;
    }

    @Override
    public void rejected(List<Problem> problems) {
      rejected.add(problems);
    }
  }

  @TempDir Path temp;
  private ProjectFolder folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Served served = new Served();
  private ProjectWatch watch;

  @BeforeEach
  void loadAGoodProject() {
    folder = ProjectFolder.good(temp);
    watch = new ProjectWatch(temp, ProjectFolder.secrets(Map.of("OPENAI_API_KEY", "k")), () -> now);
    watch.begin(served);
    assertThat(served.loaded).hasSize(1);
    served.loaded.clear();
  }

  @Test
  void doesNothingWhileNothingChanges() {
    look(20);

    assertThat(served.loaded).isEmpty();
    assertThat(served.rejected).isEmpty();
  }

  @Test
  void takesUpAChangeOnceItHasComeToRest() {
    folder.write(
        "features/handbook/feature.yaml", ProjectFolder.FEATURE.replace("limit: 6", "limit: 7"));

    look(1);
    assertThat(served.loaded).isEmpty();
    look(1);
    assertThat(served.loaded).hasSize(1);
    look(10);
    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void takesUpNewAndRemovedFiles() throws IOException {
    folder.write("collections/more.yaml", "sources: [{path: more}]\n");
    look(3);
    Files.delete(temp.resolve("collections/more.yaml"));
    look(3);

    assertThat(served.loaded).extracting(p -> p.collections().size()).containsExactly(2, 1);
  }

  @Test
  void takesUpAChangeThatLeavesSizeAndTimeAsTheyWere() throws IOException {
    var file = temp.resolve("features/handbook/feature.yaml");
    var time = Files.getLastModifiedTime(file);
    folder.write(
        "features/handbook/feature.yaml", ProjectFolder.FEATURE.replace("limit: 6", "limit: 8"));
    Files.setLastModifiedTime(file, time);

    look(2);

    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void doesNotReloadForATouchedFile() throws IOException {
    look(2);
    Files.setLastModifiedTime(temp.resolve("headgate.yaml"), FileTime.from(Instant.EPOCH));
    look(5);

    assertThat(served.loaded).isEmpty();
  }

  @Test
  void keepsTheOldProjectWhileAFileIsHalfWritten() {
    for (int length = 0; length < ProjectFolder.FEATURE.length(); length += 40) {
      folder.write("features/handbook/feature.yaml", ProjectFolder.FEATURE.substring(0, length));
      look(2);
    }
    assertThat(served.loaded).isEmpty();
    assertThat(served.rejected).isNotEmpty();

    folder.write("features/handbook/feature.yaml", ProjectFolder.FEATURE + "# done\n");
    look(3);
    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void looksAtAFolderThatNeverRestsAllTheSame() {
    for (int i = 0; i < 20; i++) {
      folder.write("collections/handbook.yaml", "sources: [{path: docs" + "x".repeat(i) + "}]\n");
      look(1);
    }

    assertThat(served.loaded.size()).isBetween(3, 10);
  }

  @Test
  void triesABrokenProjectAgainWhenWhatItMissedMayHaveCome() throws IOException {
    var tls = "server: {tls: {certificate: tls/cert.pem, key: tls/cert.pem}}\n";
    folder.write("headgate.yaml", ProjectFolder.MAIN + tls);
    look(3);
    assertThat(served.rejected).hasSize(1);

    folder.write("tls/cert.pem", "x");
    now = now.plus(ProjectWatch.RETRY);
    look(1);
    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void rejectsANewDeclarationThatIsTooLongOrHasNoPlaceUntilItIsGone() throws IOException {
    for (var file : List.of("collections/more.yaml", "collections/more.yml")) {
      folder.write(file, "#".repeat(2 << 20));
      look(3);
      assertThat(served.rejected).as(file).hasSize(1);
      assertThat(served.loaded).as(file).isEmpty();

      Files.delete(temp.resolve(file));
      look(3);
      assertThat(served.loaded).as(file).isNotEmpty();
      served.rejected.clear();
      served.loaded.clear();
    }
  }

  @Test
  void rejectsANewFeatureWithoutADeclaration() throws IOException {
    Files.createDirectory(temp.resolve("features/more"));

    look(3);

    assertThat(served.rejected).hasSize(1);
    assertThat(served.rejected.getFirst().toString())
        .contains("features/more/feature.yaml", "the file is missing");
  }

  @Test
  void handsAProjectOverAgainThatWasNotTaken() {
    folder.write("collections/more.yaml", "sources: [{path: more}]\n");
    served.takes = false;
    look(10);
    assertThat(served.loaded).isNotEmpty();
    served.loaded.clear();

    served.takes = true;
    now = now.plus(ProjectWatch.RETRY);
    look(1);
    assertThat(served.loaded).hasSize(1);
    now = now.plus(ProjectWatch.RETRY);
    look(1);
    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void handsAProjectOverAgainWhenTheSameIsSavedAfterItWasNotTaken() throws IOException {
    folder.write("collections/more.yaml", "sources: [{path: more}]\n");
    served.takes = false;
    look(10);
    served.loaded.clear();

    served.takes = true;
    Files.setLastModifiedTime(temp.resolve("collections/more.yaml"), FileTime.from(Instant.EPOCH));
    look(2);

    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void survivesAListenerThatFails() {
    folder.write("collections/more.yaml", "sources: [{path: more}]\n");
    var failing =
        new ProjectWatch.Listener() {
          @Override
          public boolean isTaken(Project project) {
            throw new IllegalStateException("swap failed");
          }

          @Override
          public void rejected(List<Problem> problems) {}
        };
    for (int i = 0; i < 3; i++) {
      watch.look(failing);
    }

    now = now.plus(ProjectWatch.RETRY);
    look(1);
    assertThat(served.loaded).hasSize(1);
  }

  @Test
  void picksAChangeUpWithinASecondWhileItRuns() throws InterruptedException {
    var loaded = new CountDownLatch(2);
    try (var running =
        new ProjectWatch(
            temp, ProjectFolder.secrets(Map.of("OPENAI_API_KEY", "k")), InstantSource.system())) {
      running.start(
          new ProjectWatch.Listener() {
            @Override
            public boolean isTaken(Project project) {
              loaded.countDown();
              return true;
            }

            @Override
            public void rejected(List<Problem> problems) {}
          });
      folder.write("collections/more.yaml", "sources: [{path: more}]\n");

      assertThat(loaded.await(1, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void neverHandsOverABrokenProjectHoweverFastFilesChange() throws InterruptedException {
    var stop = new AtomicBoolean();
    var writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; !stop.get(); i++) {
                var text = ProjectFolder.FEATURE.replace("limit: 6", "limit: " + (1 + i % 90));
                folder.write(
                    "features/handbook/feature.yaml",
                    i % 3 == 0 ? text.substring(0, i % text.length()) : text);
              }
            });
    var end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
    while (System.nanoTime() < end) {
      look(1);
    }
    stop.set(true);
    writer.join();
    folder.write("features/handbook/feature.yaml", ProjectFolder.FEATURE + "# last\n");
    look(10);

    assertThat(served.loaded).isNotEmpty();
    assertThat(served.loaded).allSatisfy(p -> assertThat(p.features().all()).hasSize(1));
    assertThat(served.loaded.getLast().features().require("handbook").tiers()).hasSize(3);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      now = now.plus(ProjectWatch.POLL);
      watch.look(served);
    }
  }
}
