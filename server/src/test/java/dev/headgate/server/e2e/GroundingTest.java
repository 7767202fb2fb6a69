package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of claims of a model that the documents do not bear out.
final class GroundingTest {
  private static final String SUPPORTED = "The reactor vessel is inspected every eleven months.";
  private static final String INVENTED = "Its spare parts wait in Hamburg under 12 keys.";
  private static final String ANSWER = SUPPORTED + " " + INVENTED + " Anything else?";
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["summary", "mood"], "additionalProperties": false,
       "properties": {"summary": {"type": "string", "minLength": LEAST}, "mood": {"enum": ["calm, as always here"]}}}
      """;

  @TempDir private static Path folder;
  private static ScriptedProvider provider;
  private static RunningServer server;

  @BeforeAll
  static void serve() throws IOException {
    provider = ScriptedProvider.start();
    var project = new TestProject(folder, provider.baseUrl());
    declare(project, "removing", "{mode: enforce}");
    declare(project, "remembering", "{}");
    project.edit("features/remembering/feature.yaml", "tiers:", "cache-for: 1h\ntiers:");
    declare(project, "marking", "{on-unsupported: mark}");
    declare(project, "strict", "{on-unsupported: next-tier}");
    declare(project, "shadow", "{mode: shadow, on-unsupported: next-tier}");
    declare(project, "late", "{}");
    project.edit("features/late/feature.yaml", "guardrails: {", "guardrails: {deadline: 1ms, ");
    declare(project, "stubborn", "{on-unsupported: next-tier}");
    project.edit(
        "features/stubborn/feature.yaml",
        "deadline: 20s",
        "deadline: 20s, moves-down-on: [errors]");
    for (var name : new String[] {"typed", "typed-long"}) {
      declare(project, name, "{}");
      project.edit(
          "features/" + name + "/feature.yaml",
          "tiers:",
          "contract: {output: output.json, repairs: 0}\ntiers:");
      project.edit(
          "features/" + name + "/feature.yaml",
          "  - {name: support, reply: \"" + TestProject.REPLY + "\"}\n",
          "  - {name: support, reply: '{\"summary\": \"Ask the people in the control room, who know all of this best.\", \"mood\": \"calm, as always here\"}'}\n");
      project.write(
          "features/" + name + "/contract/output.json",
          SCHEMA.replace("LEAST", name.equals("typed") ? "0" : "55"));
    }
    server = RunningServer.start(project);
    server.ingest("plant");
  }

  private static void declare(TestProject project, String name, String grounding) {
    project.write(
        "features/" + name + "/feature.yaml",
        """
        description: Answers questions about the plant
        shape: retrieval
        retrieval: {collection: plant}
        guardrails: {grounding: %s}
        tiers:
          - {name: generated, model: smart, prompt: answer, deadline: 20s}
          - {name: support, reply: "%s"}
        """
            .formatted(grounding, TestProject.REPLY));
    project.prompt(name, "1.0.0", "Answer from these documents only.");
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  private static RunningServer.Answer ask(String feature, String answer) throws IOException {
    provider.next(OpenAiReplies.chat(answer));
    return server.ask(feature, TestProject.QUESTION);
  }

  private static String stream(String feature, String... pieces) throws IOException {
    provider.next(OpenAiReplies.stream(true, pieces));
    var stream = server.openStream(feature, "And how is the vessel inspected?");
    return new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whatTheDocumentsDoNotSayIsTakenOut() throws IOException {
    var answer = ask("removing", ANSWER);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"answer\":\"" + SUPPORTED + " Anything else?\"")
        .contains(
            "{\"text\":\"" + SUPPORTED + "\",\"start\":0,\"end\":52,\"verdict\":\"supported\"")
        .contains("\"source\":{\"document\":\"", "vessel.md\"", "\"quote\":\"")
        .contains(
            "{\"text\":\"" + INVENTED + "\",\"start\":53,\"end\":53,\"verdict\":\"unsupported\"")
        .contains("\"missing\":\"number 12\",\"removed\":true");
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains(
            "\"gen_ai.evaluation.name\":\"grounding\"",
            "\"gen_ai.evaluation.score.label\":\"mask\"",
            "\"kind\":\"unsupported-claim\"",
            "\"claims\":[{\"tier\":\"generated\",\"start\":0,\"end\":52,\"verdict\":\"supported\"");
    assertThat(server.get("/metrics").body())
        .contains("headgate_guardrails_claims_total{")
        .contains("verdict=\"unsupported\"");
  }

  @Test
  void aRememberedAnswerHasItsClaims() throws IOException {
    provider.next(OpenAiReplies.chat(ANSWER));
    var first = server.ask("remembering", TestProject.QUESTION);
    var asked = provider.requests().size();

    var second = server.ask("remembering", TestProject.QUESTION);

    assertThat(provider.requests()).hasSize(asked);
    assertThat(claims(second.body())).isEqualTo(claims(first.body())).contains("unsupported");
  }

  private static String claims(String body) {
    return body.substring(body.indexOf("\"claims\""), body.indexOf("\"steps\""));
  }

  @Test
  void whatTheDocumentsDoNotSayIsMarked() throws IOException {
    var answer = ask("marking", ANSWER);

    assertThat(answer.body())
        .contains(
            "\"answer\":\""
                + SUPPORTED
                + " "
                + INVENTED
                + " [not in the documents] Anything else?\"")
        .doesNotContain("\"removed\"");
  }

  @Test
  void whatTheDocumentsDoNotSayMovesTheCallDown() throws IOException {
    var answer = ask("strict", ANSWER);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"tier\":\"support\"").doesNotContain("Hamburg");
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains("guardrail_blocked", "number 12", "\"gen_ai.evaluation.score.label\":\"block\"");
  }

  @Test
  void aTierThatDoesNotMoveDownOnItEndsTheCall() throws IOException {
    var answer = ask("stubborn", ANSWER);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .contains("guardrail_blocked", "number 12", "moves-down-on")
        .doesNotContain("Hamburg");
  }

  @Test
  void anAnswerOfWhichNothingIsLeftMovesTheCallDown() throws IOException {
    var answer = ask("removing", INVENTED + " What else?");

    assertThat(answer.body()).contains("\"tier\":\"support\"", TestProject.REPLY);
  }

  @Test
  void toSayThatTheDocumentsDoNotTellNeedsNoSupport() throws IOException {
    var answer = ask("strict", "Hello! The documents do not say how much it costs. Is that all?");

    assertThat(answer.body()).contains("\"tier\":\"generated\"").doesNotContain("\"claims\"");
  }

  @Test
  void aShadowChangesNothing() throws IOException {
    var answer = ask("shadow", ANSWER);

    assertThat(answer.body())
        .contains("\"answer\":\"" + ANSWER + "\"")
        .doesNotContain("\"claims\"");
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains("\"headgate.guardrail.mode\":\"shadow\"", "\"verdict\":\"unsupported\"");
  }

  @Test
  void whatIsNotJudgedInTimeDoesNotPass() throws IOException {
    var answer =
        ask(
            "late",
            IntStream.range(0, 50)
                .mapToObj("The vessel is inspected by crew number %d of the harbour."::formatted)
                .collect(Collectors.joining(" ")));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("grounding", "could not check");
  }

  @Test
  void aStreamIsJudgedSentenceBySentence() throws IOException {
    var text =
        stream(
            "removing",
            "The reactor vessel is insp",
            "ected every eleven months. Its spare ",
            "parts wait in Ham",
            "burg under 12 keys. Any",
            "thing else?");

    assertThat(text)
        .contains("event: answer", "\"answer\":\"" + SUPPORTED + " Anything else?\"")
        .contains("\"removed\":true");
    assertThat(deltas(text)).isEqualTo(SUPPORTED + " Anything else?");
  }

  @Test
  void aStreamEndsWhereAClaimMayNotBeGiven() throws IOException {
    var text =
        stream(
            "strict",
            SUPPORTED,
            " Its spare parts wait in Hamburg under 12 keys. ",
            "Anything else?");

    assertThat(deltas(text).strip()).isEqualTo(SUPPORTED);
    assertThat(text).contains("event: error", "guardrail_blocked").doesNotContain("Hamburg");
  }

  @Test
  void aStreamThatHasNotBegunMovesDown() throws IOException {
    var text = stream("strict", "Its spare parts wait in Hamburg under 12 keys. ", SUPPORTED);

    assertThat(deltas(text)).isEqualTo(TestProject.REPLY);
  }

  private static String deltas(String stream) {
    var text = new StringBuilder();
    for (var event : stream.split("\n\n", -1)) {
      var at = event.indexOf("data: {\"text\":\"");
      if (event.contains("event: delta") && at >= 0) {
        text.append(event, at + 15, event.lastIndexOf("\"}"));
      }
    }
    return text.toString();
  }

  @Test
  void aFeatureThatSearchesNothingCannotBeGrounded(@TempDir Path other) {
    var project = new TestProject(other, provider.baseUrl());
    project.write(
        "features/quick/feature.yaml",
        project.read("features/quick/feature.yaml")
            + "guardrails: {grounding: {threshold: 0.2, unsupported-below: 0.3}}\n");

    var ended = project.headgate("check");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.out() + ended.err())
        .contains("the feature searches none", "unsupported-below", "lower it to the threshold");
  }

  @Test
  void theTextsOfADocumentAreJudged() throws IOException {
    var answer =
        ask(
            "typed",
            "{\"summary\": \""
                + SUPPORTED
                + " "
                + INVENTED
                + "\", \"mood\": \"calm, as always here\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"removed\":true")
        .doesNotContain("under 12 keys.\",\"mood");
  }

  @Test
  void aDocumentThatIsUnfitWithoutItsClaimsMovesDown() throws IOException {
    var answer =
        ask(
            "typed-long",
            "{\"summary\": \""
                + SUPPORTED
                + " "
                + INVENTED
                + "\", \"mood\": \"calm, as always here\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"tier\":\"support\"", "Ask the people");
  }
}
