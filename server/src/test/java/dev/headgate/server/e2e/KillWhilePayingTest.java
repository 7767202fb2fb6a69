package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed while an answer that costs money is on its way.
final class KillWhilePayingTest {
  @TempDir private Path folder;

  @Test
  @Tag("all")
  void settlesWhatAnAnswerHeldWhenItIsKilled() throws Exception {
    try (var provider = ScriptedProvider.start()) {
      provider.always(OpenAiReplies.stream(true, "One", "Two").hangBehind("One"));
      var project = new PricedProject(folder, provider.baseUrl(), provider.baseUrl()).project();
      var ledger = new Ledger(project.data());
      try (var server = RunningServer.start(project);
          var answer =
              server.open(RunningServer.CHAT, RunningServer.chatRequest("killed", true)).body()) {
        var said = new StringBuilder();
        while (!said.toString().contains("One")) {
          said.append((char) answer.read());
        }
        server.process().kill();
      }
      var held = ledger.held("killed");
      assertThat(held).hasSize(1);
      assertThat(held.getFirst().amount()).isPositive();

      try (var server = RunningServer.start(project)) {
        var standing =
            Pattern.compile(
                    "\"budget\":\"killed\"[^}]*\"spent_nano_dollars\":(\\d+)[^}]*\"held_nano_dollars\":(\\d+)")
                .matcher(server.admin("/admin/budgets").body());
        assertThat(standing.find()).isTrue();
        var spent = Long.parseLong(standing.group(1));
        assertThat(spent + Long.parseLong(standing.group(2))).isLessThanOrEqualTo(1_000_000_000);
        assertThat(spent).isGreaterThanOrEqualTo(held.getFirst().amount());
        server.process().kill();
      }
      assertThat(ledger.lines("killed")).containsExactlyElementsOf(held);
      assertThat(ledger.holds()).isZero();
    }
  }
}
