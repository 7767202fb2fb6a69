package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed at random moments under load, and started again on what it left.
final class KillWhileServingTest {
  private static final int CLIENTS = 6;

  // What a restart may take where nothing else runs on the machine.
  private static final Duration READY = Duration.ofSeconds(3);

  @TempDir private Path folder;

  @Test
  void keepsTheTraceOfEveryAnswerThatArrivedWhole() throws Exception {
    killAndRestart(2, new Random().nextLong());
  }

  @Test
  @Tag("all")
  void keepsThemOverManyKills() throws Exception {
    killAndRestart(20, new Random().nextLong());
  }

  private void killAndRestart(int kills, long seed) throws Exception {
    var random = new Random(seed);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    List<String> mistakes = Collections.synchronizedList(new ArrayList<>());
    try (var provider = ScriptedProvider.start()) {
      provider.always(OpenAiReplies.chat("Good ", "morning ", "to ", "you"));
      var project = new TestProject(folder, provider.baseUrl());
      var coldStart = System.nanoTime();
      var server = RunningServer.start(project);
      var cold = Duration.ofNanos(System.nanoTime() - coldStart);
      try {
        for (int kill = 0; kill < kills; kill++) {
          var enough = acknowledged.size() + 20 + random.nextInt(300);
          var clients = load(server, random, acknowledged, mistakes);
          var serving = server;
          RunningServer.await(
              "%d answers, seed %d: %s".formatted(enough, seed, mistakes),
              HeadgateProcess.PATIENCE,
              () -> acknowledged.size() >= enough || !serving.process().isAlive());
          server.process().kill();
          for (var client : clients) {
            client.join();
          }
          server.close();

          var restarted = System.nanoTime();
          server = RunningServer.start(project);
          assertThat(server.get("/readyz").status()).isEqualTo(200);
          // A machine that is busy with other things shows it at the first start too.
          assertThat(Duration.ofNanos(System.nanoTime() - restarted))
              .as("restart after kill %d, seed %d", kill, seed)
              .isLessThan(cold.multipliedBy(2).compareTo(READY) > 0 ? cold.multipliedBy(2) : READY);
          assertThat(new HashSet<>(server.traceIds()))
              .as("traces after kill %d, seed %d", kill, seed)
              .containsAll(acknowledged);
        }
        assertThat(mistakes).as("seed %d", seed).isEmpty();
        var listed = project.headgate("traces", "list", "--json", "--limit", "1000");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("\"status\":\"ok\"");
      } finally {
        server.process().kill();
        server.close();
      }
      assertThat(integrity(project.data().resolve("core.db"))).isEqualTo("ok");
      assertThat(integrity(project.data().resolve("trace.db"))).isEqualTo("ok");
    }
  }

  /// Clients that call until the server is gone.
  private static List<Thread> load(
      RunningServer server, Random random, Set<String> acknowledged, List<String> mistakes) {
    var clients = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      var own = new Random(random.nextLong());
      clients.add(
          Thread.ofVirtual().start(() -> callUntilGone(server, own, acknowledged, mistakes)));
    }
    return clients;
  }

  private static void callUntilGone(
      RunningServer server,
      RandomGenerator random,
      Set<String> acknowledged,
      List<String> mistakes) {
    try {
      while (true) {
        var kind = random.nextInt(3);
        var answer =
            switch (kind) {
              case 0 -> server.chat(true);
              case 1 -> server.chat(false);
              default -> server.ask("quick", "What is new?");
            };
        if (answer.status() != 200
            || answer.traceId().isEmpty()
            || (kind == 0 && !answer.body().contains("[DONE]"))) {
          mistakes.add(kind + ": " + answer);
        }
        acknowledged.add(answer.traceId());
      }
    } catch (IOException _) {
      // Killed: this answer did not arrive whole.
    }
  }

  private static String integrity(Path database) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      return rows.getString(1);
    }
  }
}
