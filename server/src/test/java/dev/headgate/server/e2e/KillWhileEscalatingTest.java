package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.ScriptedProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed right after it has said that a person will answer.
final class KillWhileEscalatingTest {
  private static final Pattern REVIEW = Pattern.compile("\"review_id\":\"(rev_[^\"]+)\"");

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedEscalationIsStillThere() throws Exception {
    try (var provider = ScriptedProvider.start()) {
      var project =
          new TestProject(folder, provider.baseUrl())
              .write(
                  "features/help/feature.yaml",
                  "description: Asks people\ntiers:\n  - {name: people, reply: \"Wait.\", kind: escalate}\n")
              .edit("headgate.yaml", "models:", "flags: {risky: {}}\nmodels:");
      var told = new ArrayList<String>();
      try (var server = RunningServer.start(project)) {
        for (int i = 0; i < 20; i++) {
          var review = REVIEW.matcher(server.ask("help", "canary-" + i).body());
          assertThat(review.find()).isTrue();
          told.add(review.group(1));
        }
        assertThat(project.headgate("flags", "set", "risky", "off", "--by", "ann").exitCode())
            .isZero();
        server.process().kill();
      }
      try (var server = RunningServer.start(project)) {
        for (var id : told) {
          assertThat(server.get("/v1/reviews/" + id).body()).contains("\"state\":\"waiting\"");
        }
        var first = told.getFirst();
        assertThat(project.headgate("reviews", "list").out()).contains(told);
        assertThat(project.headgate("reviews", "show", first).out()).contains("canary-0");
        assertThat(project.headgate("reviews", "assign", first, "--to", "ann").out())
            .contains("assigned", "ann");
        assertThat(project.headgate("reviews", "answer", first, "Yes, Thursday.").out())
            .contains("answered");
        assertThat(server.get("/v1/reviews/" + first).body())
            .contains("\"answer\":\"Yes, Thursday.\"", "\"answered_by\":\"ann\"");
        assertThat(project.headgate("flags", "list").out()).contains("risky", "off", "ann");
      }
    }
  }
}
