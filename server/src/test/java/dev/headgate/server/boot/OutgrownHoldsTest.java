package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnthropicAnswers;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Providers that do not keep to `max_tokens`, or take their time where time costs money, over real
/// sockets.
final class OutgrownHoldsTest {
  // A token costs 4 million nano-dollars, the calls ask for 100.
  private static final long TOKEN = 4_000_000;
  private static final long DOLLAR = 1_000_000_000;
  private static final int ASKED = 100;

  @TempDir private Path folder;
  private final ScriptedProvider provider = ScriptedProvider.start();
  private TestHouse house;

  enum Door {
    OPENAI("/v1/chat/completions", "openai", "/v1", "data: [DONE]"),
    ANTHROPIC("/v1/messages", "anthropic", "/v1", "message_stop"),
    GEMINI("/v1beta/models/paid:streamGenerateContent?alt=sse", "gemini", "/v1beta", "STOP");

    private final String path;
    private final String type;
    private final String base;
    private final String end;

    Door(String path, String type, String base, String end) {
      this.path = path;
      this.type = type;
      this.base = base;
      this.end = end;
    }

    String body() {
      return this == GEMINI
          ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],\"generationConfig\":{\"maxOutputTokens\":100}}"
          : "{\"model\":\"paid\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /// A stream of as many tokens, one each, of which the provider reports others.
    Reply stream(int tokens, long reported) {
      var pieces = new String[tokens];
      Arrays.fill(pieces, "word ");
      var usage = "\"output_tokens\":" + reported;
      return switch (this) {
        case OPENAI -> {
          var events = OpenAiReplies.streamEvents(true, pieces);
          var last = OpenAiReplies.usageEvent();
          events.set(
              events.indexOf(last),
              last.replace("\"completion_tokens\":7", "\"completion_tokens\":" + reported));
          yield Reply.events(events.toArray(String[]::new));
        }
        case ANTHROPIC ->
            Reply.events(
                AnthropicAnswers.streamEvents(pieces).stream()
                    .map(event -> event.replace("\"output_tokens\":7", usage))
                    .toArray(String[]::new));
        case GEMINI -> {
          var events = new ArrayList<String>();
          for (int i = 1; i <= tokens; i++) {
            events.add(gemini(i * reported / tokens, i == tokens));
          }
          yield Reply.events(events.toArray(String[]::new));
        }
      };
    }

    static String gemini(long reported, boolean last) {
      return """
      data: {"candidates":[{"content":{"parts":[{"text":"word "}],"role":"model"}%s,"index":0}],\
      "usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":%d},"modelVersion":"g"}\r
      \r
      """
          .formatted(last ? ",\"finishReason\":\"STOP\"" : "", reported);
    }
  }

  @BeforeEach
  void forget() {
    provider.always(Reply.silence());
  }

  @AfterEach
  void stop() {
    if (house != null) {
      house.close();
    }
    provider.close();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void cutsAStreamThatItsBudgetCannotPayForAndSaysSo(Door door) throws Exception {
    open(door, "price: {input: $1, output: $4000}", "$1");
    provider.always(door.stream(600, 90));

    var answer = house.post(door.path, "", door.body());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("word", "budget_exceeded", "its answer was cut")
        .doesNotContain(door.end);
    // More than was asked for, as long as there was money.
    assertThat(pieces(answer)).isBetween(ASKED, 400);
    awaitSettled();
    assertThat(amount("spent")).isPositive();
    assertThat(amount("spent") + amount("held")).isLessThanOrEqualTo(DOLLAR);
    assertThat(amount("overrun")).isZero();
    assertThat(trace(answer)).contains("budget_exceeded");
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aHoldGrowsWithAStreamAsLongAsThereIsMoney(Door door) throws Exception {
    open(door, "price: {input: $1, output: $4000}", "$5");
    provider.always(door.stream(600, 600));

    var answer = house.post(door.path, "", door.body());

    assertThat(answer.body()).contains(door.end).doesNotContain("budget_exceeded");
    assertThat(pieces(answer)).isEqualTo(600);
    awaitSettled();
    assertThat(amount("spent")).isBetween(600 * TOKEN, 600 * TOKEN + 100_000);
    assertThat(amount("overrun")).isZero();
    // Nobody is frozen for what was held in time.
    provider.always(door.stream(1, 1));
    assertThat(house.post(door.path, "", door.body()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void whatIsReportedBeyondAllBoundsIsThatCallsOverrun(Door door) throws Exception {
    open(door, "price: {input: $1, output: $4000}", "$1");
    provider.always(door.stream(60, 2_000));

    var answer = house.post(door.path, "", door.body());

    awaitSettled();
    assertThat(amount("spent") + amount("held")).isLessThanOrEqualTo(DOLLAR);
    // Gemini reports while it writes: the stream is cut before it has cost all of it.
    var charged = amount("spent") + amount("overrun");
    assertThat(charged).isBetween(DOLLAR, 2_000 * TOKEN + 100_000);
    assertThat(answer.body().contains("budget_exceeded")).isEqualTo(door == Door.GEMINI);
    assertThat(error(house.post(door.path, "", door.body()))).contains("budget_frozen");
  }

  @Test
  void anAnswerThatKeepsToItsBoundIsNeverCut() throws Exception {
    open(Door.OPENAI, "price: {input: $1, output: $4000}", "$0.41");
    provider.always(Door.OPENAI.stream(ASKED, ASKED));

    var answer = house.post(Door.OPENAI.path, "", Door.OPENAI.body());

    assertThat(answer.body()).contains("[DONE]").doesNotContain("budget_exceeded");
    assertThat(pieces(answer)).isEqualTo(ASKED);
  }

  @Test
  void cutsATranslatedStreamInTheCallersWords() throws Exception {
    open(Door.ANTHROPIC, "price: {input: $1, output: $4000}", "$1");
    provider.always(Door.ANTHROPIC.stream(600, 600));

    var answer = house.post(Door.OPENAI.path, "", Door.OPENAI.body());

    assertThat(answer.body())
        .contains("word", "\"code\":\"budget_exceeded\"")
        .doesNotContain("[DONE]");
    awaitSettled();
    assertThat(amount("spent") + amount("held")).isLessThanOrEqualTo(DOLLAR);
    assertThat(amount("overrun")).isZero();
  }

  @Test
  void cutsAFeaturesStreamToo() throws Exception {
    Files.createDirectories(folder.resolve("features/asking"));
    Files.writeString(
        folder.resolve("features/asking/feature.yaml"),
        "description: a test\ntiers: [{name: generated, model: paid, prompt: answer}]\n");
    open(Door.OPENAI, "price: {input: $1, output: $4000}", "$1");
    provider.always(Door.OPENAI.stream(600, 90));

    var answer = house.ask("", "asking", "hi", "Accept", "text/event-stream");

    assertThat(answer.body()).contains("word", "budget_exceeded");
    assertThat(pieces(answer)).isBetween(200, 400);
    awaitSettled();
    assertThat(amount("spent") + amount("held")).isLessThanOrEqualTo(DOLLAR);
    assertThat(amount("overrun")).isZero();
  }

  @Test
  void holdsTimeInSpansAndCutsASilentStreamWhenTheyAreUsedUp() throws Exception {
    open(Door.OPENAI, "price: {per-second: $0.30}", "$0.36");
    provider.always(OpenAiReplies.stream(true, "One ", "Two ", "Three").hangBehind("Two"));

    var began = System.nanoTime();
    var answer = house.post(Door.OPENAI.path, "", Door.OPENAI.body());

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(700), Duration.ofSeconds(8));
    assertThat(answer.body()).contains("Two", "budget_exceeded").doesNotContain("[DONE]");
    awaitSettled();
    assertThat(amount("spent")).isBetween(DOLLAR / 5, 360_000_000L);
    assertThat(amount("overrun")).isZero();
    assertThat(trace(answer)).contains("budget_exceeded");
  }

  @Test
  void refusesAWholeAnswerThatTakesLongerThanThereIsMoneyFor() throws Exception {
    open(Door.OPENAI, "price: {per-second: $0.30}", "$0.36");

    var answer =
        house.post(
            Door.OPENAI.path,
            "",
            Door.OPENAI.body().replace("\"stream\":true", "\"stream\":false"));

    assertThat(error(answer)).isEqualTo("402 budget_exceeded");
    awaitSettled();
    assertThat(amount("spent")).isBetween(DOLLAR / 5, 360_000_000L);
  }

  @Test
  void holdsSecondsAndNotTheLongestThatACallMayTake() throws Exception {
    open(Door.OPENAI, "price: {per-second: $0.001}", "$0.02");
    provider.always(OpenAiReplies.chat("Hello"));

    // Fifteen minutes would be 90 cents.
    var answer = house.post(Door.OPENAI.path, "", Door.OPENAI.body());

    assertThat(answer.body()).contains("[DONE]");
    awaitSettled();
    assertThat(amount("spent")).isLessThan(10_000_000);
  }

  @Test
  void aStreamOfASoftBudgetCountsWhatItWroteIfItBreaks() throws Exception {
    open(Door.OPENAI, "price: {input: $1, output: $4000}", "$1, hard: false");
    provider.always(Door.OPENAI.stream(400, 400).cutAfter(60_000));

    var _ = house.post(Door.OPENAI.path, "", Door.OPENAI.body());

    awaitSettled();
    assertThat(amount("spent")).isGreaterThan(250 * TOKEN);
  }

  private void open(Door door, String price, String limit) throws Exception {
    house =
        new TestHouse(
            folder,
            """
              paid: {provider: claude, model: m-9, %s}
            budgets: {all: {window: total, match: {%s}, limit: %s}}
            """
                .formatted(price, isFeature() ? "feature: asking" : "model: paid", limit),
            "region: eu}\n  claude: {type: %s, base-url: \"http://127.0.0.1:%d%s\""
                .formatted(door.type, provider.port(), door.base));
  }

  private boolean isFeature() {
    return Files.exists(folder.resolve("features/asking"));
  }

  private static int pieces(HttpResponse<String> answer) {
    return answer.body().split("word ", -1).length - 1;
  }

  private String trace(HttpResponse<String> answer) throws Exception {
    var id = answer.headers().firstValue("headgate-trace-id").orElseGet(() -> "");
    var path = id.isEmpty() ? "/admin/traces?limit=1" : "/admin/traces/" + id;
    return house.get(path, house.adminToken()).body();
  }

  private void awaitSettled() throws Exception {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (amount("spent") == 0) {
      assertThat(System.nanoTime()).as("nothing was settled").isLessThan(deadline);
    }
  }

  private long amount(String name) throws Exception {
    var found =
        Pattern.compile("\"budget\":\"all\"[^}]*\"%s_nano_dollars\":(\\d+)".formatted(name))
            .matcher(house.get("/admin/budgets", house.adminToken()).body());
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
