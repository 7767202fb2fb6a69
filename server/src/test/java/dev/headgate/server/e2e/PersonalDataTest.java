package dev.headgate.server.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Personal data with a mark that is looked for everywhere afterwards.
final class PersonalDataTest {
  private static final String EMAIL = "canary.maria@example-canary.com";
  private static final String PHONE = "(415) 555-0132";
  private static final String CARD = "4111 1111 1111 1111";
  private static final String SSN = "219-09-9876";
  private static final String SECRET = "ghp_canary0123456789abcdefghijklmnopqrstuv";

  private static final String FEATURE =
      """
      description: Answers anything
      cache-for: 1h
      tiers:
        - {name: generated, model: smart, prompt: answer, deadline: 20s}
      guardrails:
        pii:
          tokenise: [email-address, phone-number]
          block: [api-key]
      """;

  @TempDir private Path folder;

  @Test
  void whatIsPersonalReachesOnlyItsCaller() throws Exception {
    try (var provider = ScriptedProvider.start()) {
      provider
          .next(
              OpenAiReplies.chat(
                  "Wrote to [EMAIL_ADDRESS_1], rang [PHONE_NUMBER_1], not [EMAIL_ADDRESS_7]."))
          .next(
              OpenAiReplies.chat(
                  "Wrote to [EMA", "IL_ADDR", "ESS_", "1", "], rang ", "[PHONE_NUMBER_1]"))
          .next(OpenAiReplies.chat("{\"to\":\"[EMAIL_ADDRESS_1]\"}"));
      var project =
          new TestProject(folder, provider.baseUrl()).write("features/quick/feature.yaml", FEATURE);
      try (var server = RunningServer.start(project)) {
        var question =
            "I am %s, call %s about card %s of SSN %s".formatted(EMAIL, PHONE, CARD, SSN);

        var whole = server.ask("quick", question);
        var stream = server.openStream("quick", question + " now");
        var streamed = new String(stream.body().readAllBytes(), UTF_8);
        var json = server.ask("quick", "As JSON: " + EMAIL);
        var blocked = server.ask("quick", "My token is " + SECRET);

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body())
            .contains("Wrote to %s, rang %s, not [EMAIL_ADDRESS_7].".formatted(EMAIL, PHONE));
        assertThat(streamed).contains(EMAIL).contains(PHONE).doesNotContain("[EMA");
        assertThat(json.body()).contains("{\\\"to\\\":\\\"" + EMAIL + "\\\"}");
        assertThat(blocked.status()).isEqualTo(400);
        assertThat(blocked.body()).contains("guardrail_blocked").doesNotContain(SECRET);

        var asked = provider.requests().stream().map(ReceivedRequest::body).toList();
        assertThat(asked).hasSize(3);
        assertThat(asked.getFirst())
            .contains(
                "I am [EMAIL_ADDRESS_1], call [PHONE_NUMBER_1] about card [CREDIT_CARD] of SSN"
                    + " [US_SSN]");
        var kept = new ArrayList<String>(asked);
        for (var id : server.traceIds()) {
          kept.add(server.admin("/admin/traces/" + id).body());
        }
        server.process().terminate();
        var _ = server.process().end();
        kept.add(server.process().said());
        for (var personal : List.of(EMAIL, PHONE, CARD, SSN, SECRET)) {
          assertThat(kept).noneMatch(text -> text.contains(personal));
          assertThat(filesWith(project.data(), personal)).isEmpty();
        }
      }
    }
  }

  private static List<Path> filesWith(Path directory, String text) throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
