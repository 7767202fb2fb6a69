package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose data directory lies on a file system that really is full.
@Tag("all")
final class FullDiskTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64m", "none", disk.toString()) == 0,
        "needs the right to mount a file system");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void refusesWhatItCannotWriteServesTheRestAndResumesByItself() throws Exception {
    var filler = disk.resolve("filler");
    try (var provider = ScriptedProvider.start()) {
      provider.always(OpenAiReplies.chat("a".repeat(20_000)));
      var project = new TestProject(folder, provider.baseUrl());
      var process =
          HeadgateProcess.start(folder, "serve", "--data-dir", disk.resolve("data").toString());
      try (var server = RunningServer.of(process, disk.resolve("data"))) {
        var acknowledged = new HashSet<String>();
        assertThat(project.headgate("ingest", "--data-dir", disk + "/data").exitCode()).isZero();
        acknowledged.add(server.chat(false).traceId());

        fill(filler);
        RunningServer.await(
            "storage_full",
            HeadgateProcess.PATIENCE,
            () -> {
              var answer = server.chat(false);
              if (answer.status() == 200) {
                acknowledged.add(answer.traceId());
              }
              return answer.body().contains("storage_full");
            });
        fill(filler); // what the reserve gave back
        RunningServer.await(
            "storage_full for good", SOON, () -> server.ask("canned", "Hello?").status() == 503);
        var refused = server.ask("canned", "Hello?");
        var streamed = server.chat(true);
        var ingest = project.headgate("ingest", "--data-dir", disk + "/data");

        assertThat(refused.body()).contains("storage_full", "free some space");
        assertThat(streamed.body()).contains("storage_full").doesNotContain("[DONE]");
        assertThat(ingest.exitCode()).isIn(0, 1); // nothing has changed, so nothing may be written
        assertThat(server.get("/healthz").status()).isEqualTo(200);
        assertThat(server.get("/readyz").status()).isEqualTo(200);
        assertThat(server.get("/readyz").body()).contains("degraded", "disk", "full");
        assertThat(
                server
                    .admin("/admin/search", "{\"collection\":\"plant\",\"query\":\"vessel\"}")
                    .body())
            .contains("vessel.md");
        assertThat(server.admin("/admin/traces").status()).isEqualTo(200);

        Files.delete(filler);
        RunningServer.await(
            "service again", SOON, () -> server.ask("canned", "Hello?").status() == 200);
        RunningServer.await(
            "all is well", SOON, () -> !server.get("/readyz").body().contains("full"));
        acknowledged.add(server.ask("canned", "Hello?").traceId());
        assertThat(server.traceIds()).containsAll(acknowledged);
        server.process().terminate();
        assertThat(server.process().end().exitCode()).isEqualTo(143);
      }
    }
  }

  private static void fill(Path filler) throws IOException {
    for (var block = new byte[1 << 20]; block.length > 0; block = new byte[block.length / 2]) {
      try {
        while (true) {
          Files.write(filler, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      } catch (IOException _) {
        // No room for a block of this size.
      }
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
