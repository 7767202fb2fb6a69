package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Easy prompts go to the cheap provider and hard ones to the strong one, at every door; whatever
/// cannot be told goes to the strong one.
final class ByDifficultyTest {
  private static final String MODELS =
      """
      auto: {difficulty: {easy: cheap, hard: smart, threshold: 0.5}}
      cheap: {provider: first, model: m1}
      smart: {provider: second, model: m2}
      """
          .strip();
  private static final String EASY = "please say hello to my friend";
  private static final String HARD = "prove the theorem about prime integrals";

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  private void open(String secondType) throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models/auto.csv"), recorded());
    gateway = new RoutedGateway(folder, MODELS, "connect: 5s", "", secondType);
    gateway.first.always(AnyDialect.says("Easy."));
    gateway.second.always(AnyDialect.says("Hard."));
  }

  private static String recorded() {
    var csv = new StringBuilder("text,easy,hard\n");
    for (var word : "bob ann sue tom max eve kim joe liz pat amy dan".split(" ", -1)) {
      csv.append("please say hello to my friend ").append(word).append(",1,1\n");
      csv.append("prove the theorem about prime integrals of ").append(word).append(",0.2,0.9\n");
    }
    return csv.toString();
  }

  private static String chat(String text) {
    return chat(text, "");
  }

  private static String chat(String text, String more) {
    return "{\"model\":\"auto\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(text, more);
  }

  private void answers(String path, String body, boolean isEasy) {
    var cheap = gateway.first.requests().size();
    var strong = gateway.second.requests().size();

    var answer = gateway.postTo(path, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains(isEasy ? "Easy." : "Hard.");
    assertThat(gateway.first.requests()).hasSize(cheap + (isEasy ? 1 : 0));
    assertThat(gateway.second.requests()).hasSize(strong + (isEasy ? 0 : 1));
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'', 1", "', type: anthropic', 0", "', type: anthropic', 1"})
  void eachPromptGoesWhereItBelongs(String secondType, int stream) throws IOException {
    open(secondType);
    var more = ",\"stream\":" + (stream == 1);

    answers(RoutedGateway.CHAT, chat(EASY, more), true);
    answers(RoutedGateway.CHAT, chat(HARD, more), false);
    answers("/v1/messages", chat(EASY, more), true);
    answers("/v1/messages", chat(HARD, more), false);
  }

  @Test
  void soItDoesAtTheDoorsOfGoogleAndOfResponses() throws IOException {
    open("");
    var google = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}";
    var response = "{\"model\":\"auto\",\"input\":\"%s\"}";

    answers("/v1beta/models/auto:generateContent", google.formatted(EASY), true);
    answers("/v1beta/models/auto:generateContent", google.formatted(HARD), false);
    answers("/v1/responses", response.formatted(EASY), true);
    answers("/v1/responses", response.formatted(HARD), false);
  }

  @Test
  void theTraceAndTheCallerAreToldWhatWasChosenAndWhy() throws IOException {
    open("");

    var answer = gateway.post(chat(EASY), "x-headgate-explain", "true");

    assertThat(answer.headers().firstValue("headgate-attempts").orElse(""))
        .matches("auto chose cheap 0\\.\\d+<0\\.500, first/m1 answered \\d+ms");
    assertThat(gateway.lastTrace())
        .containsPattern(
            "\"difficulty\":\\[\\{\"headgate.model\":\"auto\",\"chosen\":\"cheap\",\"by\":\"score\",\"score\":0\\.\\d+,\"threshold\":0\\.5}]")
        .contains("\"headgate.model\":\"auto\",\"gen_ai.request.model\":\"m1\"")
        .contains("\"headgate.model\":\"cheap\",\"gen_ai.request.model\":\"m1\"")
        .contains("\"name\":\"difficulty\"");
  }

  @Test
  void theLastMessageOfTheUsersDecides() throws IOException {
    open("");
    var turns =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":\"%s\"},"
            + "{\"role\":\"assistant\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":\"%s\"}%s]}";
    var tool =
        ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"t\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\""
            + HARD
            + "\"}";

    answers(RoutedGateway.CHAT, turns.formatted(HARD, HARD, HARD, EASY, ""), true);
    answers(RoutedGateway.CHAT, turns.formatted(EASY, EASY, EASY, HARD, ""), false);
    answers(RoutedGateway.CHAT, turns.formatted(HARD, HARD, HARD, EASY, tool), true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"type\":\"text\",\"text\":\"please say hello\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/i.png\"}}]",
        "\"\"",
        "\"  \""
      })
  void whatIsNotTextAloneGoesToTheHardModel(String content) throws IOException {
    open("");

    answers(
        RoutedGateway.CHAT,
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}",
        false);
    assertThat(gateway.lastTrace()).contains("\"chosen\":\"smart\",\"by\":\"no_text\"}");
  }

  @Test
  void aModelOfVectorsThatFailsIsNoReasonToFail() throws IOException {
    open("");
    gateway.words.isBroken = true;

    answers(RoutedGateway.CHAT, chat(EASY), false);

    assertThat(gateway.lastTrace()).contains("\"chosen\":\"smart\",\"by\":\"unavailable\"}");
  }

  @Test
  void aModelOfVectorsThatHangsIsNotWaitedFor() throws IOException {
    open("");
    var latch = new CountDownLatch(1);
    gateway.words.hangsUntil = latch;

    answers(RoutedGateway.CHAT, chat(EASY), false);

    assertThat(gateway.lastTrace()).contains("\"chosen\":\"smart\",\"by\":\"unavailable\"}");
    latch.countDown();
  }

  @Test
  void vectorsAreNotMadeByDifficulty() throws IOException {
    open("");

    var answer = gateway.postTo("/v1/embeddings", "{\"model\":\"auto\",\"input\":\"hello\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unsupported_operation", "name an embedding model");
  }

  @Test
  void theChosenModelKeepsItsOwnFallbacks() throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models/auto.csv"), recorded());
    gateway =
        new RoutedGateway(
            folder, MODELS.replace("model: m1}", "model: m1, fallback: [smart]}"), "connect: 5s");
    gateway.first.close();
    gateway.second.always(AnyDialect.says("Hard."));

    var answer = gateway.post(chat(EASY));

    assertThat(answer.body()).contains("Hard.");
    assertThat(gateway.lastTrace())
        .contains("\"chosen\":\"cheap\"")
        .contains("\"headgate.model\":\"cheap\",\"gen_ai.request.model\":\"m2\"");
  }
}
