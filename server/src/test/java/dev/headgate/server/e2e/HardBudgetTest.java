package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.e2e.RunningServer.Answer;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Money from the caller's request to the ledger on disk, over real sockets. Every test has a
/// budget of its own.
final class HardBudgetTest {
  // The script's usage: 11 tokens read at $1,000 and 7 written at $4,000 a million.
  private static final long COST = 39_000_000;

  @TempDir private static Path folder;

  private static ScriptedProvider provider;
  private static ScriptedProvider ill;
  private static TestProject project;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    provider = ScriptedProvider.start();
    ill = ScriptedProvider.start();
    ill.always(OpenAiReplies.error(500, "server_error", "broken"));
    project = new PricedProject(folder, provider.baseUrl(), ill.baseUrl()).project();
    server = RunningServer.start(project);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
    ill.close();
  }

  @Test
  void sixtyFourRacingCallersNeverSpendMoreThanTheLimit() throws Exception {
    provider.always(request ->
        OpenAiReplies.chat("Good ", "morning").reply(request).delayed(Duration.ofMillis(20)));
    var answers = new ArrayList<Answer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Answer>>();
      for (int i = 0; i < 64; i++) {
        var json = chat("racing", i % 2 == 0, ",\"max_tokens\":20");
        calls.add(() -> server.post(RunningServer.CHAT, json));
      }
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }

    var paid = answers.stream().filter(answer -> answer.status() == 200).count();
    assertThat(paid).isPositive().isLessThan(64);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(402);
          assertThat(answer.body())
              .contains("\"code\":\"budget_exceeded\"")
              .containsPattern(
                  "budget \\\\\"racing/total\\\\\" has \\$\\S+ left, the call may cost \\$\\S+; raise budgets.racing.limit or lower max_tokens");
        });
    awaitSpent("racing", paid * COST);
    assertThat(spent("racing") + amount("racing", "held")).isLessThanOrEqualTo(1_000_000_000);
    assertThat(ledger().sum("racing")).isEqualTo(paid * COST);
  }

  @Test
  void lowersMaxTokensInTheBytesThatTheProviderReceives() throws IOException {
    provider.always(OpenAiReplies.chat("Hello"));
    var before = provider.requests().size();

    var answer = server.post(RunningServer.CHAT, chat("clamped", false, ",\"max_tokens\":100000"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var asked = Pattern.compile("\"max_tokens\":(\\d+)").matcher(received(before));
    assertThat(asked.find()).isTrue();
    // A dollar pays for 250 output tokens and no input.
    assertThat(Integer.parseInt(asked.group(1))).isBetween(16, 249);
  }

  @Test
  void asksForABoundWhereTheCallerNamesNone() throws IOException {
    provider.always(OpenAiReplies.chat("Hello"));
    var before = provider.requests().size();

    var answer = server.post(RunningServer.CHAT, chat("unlimited", false, ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(received(before)).containsPattern("\"max_tokens\":\\d+");
  }

  @Test
  void settlesAStreamThatTheProviderCutsAsAnEstimate() throws Exception {
    provider.next(OpenAiReplies.stream(true, "One", "Two").cutBehind("Two"));

    var answer = server.post(RunningServer.CHAT, chat("cut", true, ",\"max_tokens\":20"));

    assertThat(answer.body()).contains("One").doesNotContain("[DONE]");
    RunningServer.await(
        "the estimate", HeadgateProcess.PATIENCE, () -> amount("cut", "spent") > COST);
    assertThat(ledger().isEstimated("cut")).containsExactly(true);
    assertThat(ledger().sum("cut")).isEqualTo(spent("cut"));
  }

  @Test
  void refusesAModelWithoutAPriceAndACallWithoutABound() throws IOException {
    var unpriced = server.post(RunningServer.CHAT, chat("unpriced", false, ""));
    var unbounded =
        server.post(
            RunningServer.CHAT,
            """
            {"model":"unbounded","messages":[{"role":"user","content":[
            {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}
            """);

    assertThat(unpriced.status()).isEqualTo(403);
    assertThat(unpriced.body()).contains("\"code\":\"budget_unpriced\"");
    assertThat(unbounded.status()).isEqualTo(400);
    assertThat(unbounded.body()).contains("\"code\":\"budget_unbounded\"");
  }

  @Test
  void tellsTheCostOfAWholeAnswer() throws IOException {
    provider.always(OpenAiReplies.chat("Hello"));

    var response = server.open(RunningServer.CHAT, chat("told", false, ",\"max_tokens\":20"));

    response.body().close();
    assertThat(response.headers().firstValue("headgate-cost").orElseThrow())
        .isEqualTo("0.039000000");
    var trace = response.headers().firstValue("headgate-trace-id").orElseThrow();
    RunningServer.await(
        "the trace",
        HeadgateProcess.PATIENCE,
        () -> server.admin("/admin/traces/" + trace).status() == 200);
    assertThat(project.headgate("traces", "show", trace).out())
        .contains("headgate.cost_nanos: " + COST)
        .containsPattern("attempts\n +deployment .*\n +\\S+/\\S+ +answered +[0-9.]+ +\\d+ +\\d+\n");
  }

  @Test
  void countsAFeaturesCallsByFeatureAndByUser() throws IOException {
    provider.always(OpenAiReplies.chat("Hello"));

    for (var user : new String[] {"ann", "bob", "bob"}) {
      var answer =
          server.post(
              "/v1/features/quick/calls",
              "{\"input\":{\"question\":\"What is new?\"},\"user\":\"%s\"}".formatted(user));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    awaitSpent("quick", 3 * COST);
    var users = server.admin("/admin/budgets").body();
    assertThat(users)
        .containsPattern(spentOf("each-user", "ann", COST))
        .containsPattern(spentOf("each-user", "bob", 2 * COST));
  }

  @Test
  void cancelsTheHoldOfAnAttemptThatWasRefused() throws Exception {
    provider.always(OpenAiReplies.chat("Hello"));

    var answer = server.post(RunningServer.CHAT, chat("retried", false, ",\"max_tokens\":20"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(ill.requests()).isNotEmpty();
    awaitSpent("retried", COST);
    assertThat(ledger().isEstimated("retried")).containsExactly(false);
    RunningServer.await("no hold", HeadgateProcess.PATIENCE, () -> ledger().holds() == 0);
  }

  private static String chat(String model, boolean stream, String more) {
    var json = RunningServer.chatRequest(model, stream);
    return json.substring(0, json.length() - 1) + more + "}";
  }

  private static String received(int number) {
    return provider.awaitRequest(number).body();
  }

  private static Ledger ledger() {
    return new Ledger(project.data());
  }

  private static void awaitSpent(String budget, long nanos) throws IOException {
    try {
      RunningServer.await(budget, Duration.ofSeconds(10), () -> amount(budget, "spent") == nanos);
    } catch (AssertionError e) {
      throw new AssertionError(server.admin("/admin/budgets").body(), e);
    }
  }

  private static long spent(String budget) throws IOException {
    return amount(budget, "spent");
  }

  private static long amount(String budget, String name) throws IOException {
    var found =
        Pattern.compile("\"budget\":\"%s\"[^}]*\"%s_nano_dollars\":(\\d+)".formatted(budget, name))
            .matcher(server.admin("/admin/budgets").body());
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  private static String spentOf(String budget, String subject, long nanos) {
    return "\"budget\":\"%s\",\"subject\":\"%s\"[^}]*\"spent_nano_dollars\":%d,"
        .formatted(budget, subject, nanos);
  }
}
