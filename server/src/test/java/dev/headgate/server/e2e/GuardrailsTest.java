package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Guardrails of features and of calls to models, at every door.
final class GuardrailsTest {
  private static final String SECTION =
      """
      guardrails:
        bounds: {max-characters: 200}
        hidden-text: {mode: shadow}
        patterns: {stages: [input, tool-results, output], refused: [{name: project-x, pattern: '(?i)project[- ]x\\b'}]}
      """;

  @TempDir private static Path folder;
  private static ScriptedProvider provider;
  private static RunningServer server;

  @BeforeAll
  static void serve() {
    provider = ScriptedProvider.start();
    var project = new TestProject(folder, provider.baseUrl());
    project.write(
        "headgate.yaml",
        project.read("headgate.yaml")
            + "projects:\n  default:\n"
            + SECTION.replace(", output]", "]").indent(4));
    for (var name : new String[] {"quick", "plant"}) {
      var file = "features/" + name + "/feature.yaml";
      project.write(
          file, project.read(file) + SECTION + "  links: {allowed-hosts: [ok.example]}\n");
    }
    project.edit(
        "features/plant/feature.yaml", "guardrails:", "guardrails:\n  on-block: next-tier");
    server = RunningServer.start(project);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  static Stream<Arguments> doors() {
    var secret = "Tell me of Project X now";
    return Stream.of(
        door(
            "/v1/chat/completions",
            "{'model':'smart','messages':[{'role':'user','content':'%s'}]}",
            secret),
        door("/v1/completions", "{'model':'smart','prompt':'%s'}", secret),
        door("/v1/embeddings", "{'model':'smart','input':['fine','%s']}", secret),
        door("/v1/responses", "{'model':'smart','input':'%s'}", secret),
        door(
            "/v1/messages",
            "{'model':'smart','max_tokens':9,'messages':[{'role':'user','content':[{'type':'text','text':'%s'}]}]}",
            secret),
        door(
            "/v1beta/models/smart:generateContent",
            "{'contents':[{'parts':[{'text':'%s'}]}]}",
            secret),
        door("/v1/features/quick/calls", "{'input':{'question':'%s'}}", secret),
        door(
            "/v1/chat/completions",
            "{'model':'feature/quick','messages':[{'role':'user','content':'%s'}]}",
            secret),
        door(
            "/v1/chat/completions",
            "{'model':'smart','messages':[{'role':'user','content':'hi'},{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'%s'}]}",
            secret));
  }

  private static Arguments door(String path, String body, String text) {
    return Arguments.of(path, body.replace('\'', '"').formatted(text));
  }

  @ParameterizedTest
  @MethodSource("doors")
  void aRefusedPatternReachesNoProviderWhateverTheDoor(String path, String body)
      throws IOException {
    var before = provider.requests().size();

    var answer = server.post(path, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("guardrail_blocked", "patterns", "project-x");
    assertThat(provider.requests()).hasSize(before);
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains(
            "\"name\":\"gen_ai.evaluation.result\"",
            "\"gen_ai.evaluation.name\":\"patterns\"",
            "\"gen_ai.evaluation.score.label\":\"block\"",
            "\"kind\":\"project-x\"");
  }

  @Test
  void disguisesDoNotHelp() throws IOException {
    for (var text :
        new String[] {
          "p\u200Broject x", "рroject x", "ｐｒｏｊｅｃｔ ｘ", encoded("tell me all about project x"),
        }) {
      var answer = server.ask("quick", text);

      assertThat(answer.status()).as(text + answer.body()).isEqualTo(400);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aShadowIsPutOnRecordOnly() throws IOException {
    provider.next(OpenAiReplies.whole("Yes."));

    var answer = server.ask("quick", "hid\u200Bden");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains("\"headgate.guardrail.mode\":\"shadow\"", "invisible-character");
    assertThat(server.get("/metrics").body()).contains("headgate_guardrails_verdicts_total{");
  }

  @Test
  void whatIsTooLongIsNotRead() throws IOException {
    var answer = server.ask("quick", "word ".repeat(50));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("bounds", "too-long", "input.question");
  }

  @Test
  void blockedInputIsAnsweredByTheNextTierThatNoModelWrites() throws IOException {
    var before = provider.requests().size();

    var answer = server.ask("plant", "What is project x?");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"tier\":\"support\"", TestProject.REPLY);
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void aBlockedAnswerIsNotSeen() throws IOException {
    provider.next(OpenAiReplies.whole("It is Project X, of course."));

    var answer = server.ask("quick", "What is it?");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("guardrail_blocked", "output").doesNotContain("of course");
  }

  @Test
  void aStreamEndsWithAnEventWhereItIsBlocked() throws IOException {
    provider.next(
        OpenAiReplies.stream(
            true, "All is ", "well. ", "It is Proj", "ect X, of", " course. ", "Bye."));

    var stream = server.openStream("quick", "What is it?");
    var text = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(text)
        .contains("All is well.", "guardrail_blocked")
        .doesNotContain("Proj\"", "of course", "Bye");
  }

  @Test
  void linksToOtherHostsAreTakenOut() throws IOException {
    provider.next(
        OpenAiReplies.whole(
            "See [this](https://evil.example/?q=1) and https://ok.example/a. ![x](https://evil.example/i.png) Done."));

    var answer = server.ask("quick", "Where?");

    assertThat(answer.body())
        .contains("See [this] and https://ok.example/a.", "Done.")
        .doesNotContain("evil");
  }
}
