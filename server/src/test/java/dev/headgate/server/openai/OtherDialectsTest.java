package dev.headgate.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Callers of one dialect, providers of another: answers, streams, tools, errors, and streams that
/// one provider begins and another ends.
final class OtherDialectsTest {
  private static final String TEXT = "The vessel is inspected every eleven months.";
  private static final String[] PIECES = {
    "The ", "vessel ", "is inspected ", "every eleven months."
  };
  private static final String TIMEOUTS = "connect: 1s, headers: 5s, first-token: 5s, idle: 300ms";
  private static final String MODELS =
      RoutedGateway.TWO
          + "\nclaude: {provider: second, model: m2}\ngpt: {provider: first, model: m1}"
          + "\nturned: {deployments: [{provider: second, model: m2}, {provider: first, model: m1}]}";
  private static final String MESSAGES = "/v1/messages";
  private static final String CONTENTS = "/v1beta/models/";
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TEXTS = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern IDS = Pattern.compile("\"id\":\"([^\"]*)\"");

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  private void open() throws IOException {
    gateway = new RoutedGateway(folder, MODELS, TIMEOUTS, "", ", type: anthropic");
    gateway.first.always(AnyDialect.says(PIECES));
    gateway.second.always(AnyDialect.says(PIECES));
  }

  // Anthropic's answers do not say it.
  private static final String NOW = "\"created\":" + RoutedGateway.NOW.getEpochSecond() + ",";

  @Test
  void aWholeAnswerIsTranslated() throws IOException {
    open();

    var answer = gateway.post(chat("claude", ""));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"object\":\"chat.completion\"", TEXT, "\"finish_reason\":\"stop\"", NOW);
    var asked = gateway.second.requests().getLast();
    assertThat(asked.path()).isEqualTo(MESSAGES);
    assertThat(asked.body()).contains("\"max_tokens\"", "\"Hi\"");
    assertThat(gateway.lastTrace()).contains("\"status\":\"ok\"");
  }

  @Test
  void aStreamIsTranslated() throws IOException {
    open();

    var body =
        gateway
            .post(chat("claude", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
            .body();

    assertThat(all(CONTENT, body)).isEqualTo(TEXT);
    assertThat(body)
        .contains("\"finish_reason\":\"stop\"", "\"prompt_tokens\":11", NOW)
        .doesNotContain("\"created\":0")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void usageThatNobodyAskedForIsKept() throws IOException {
    open();

    assertThat(gateway.post(chat("claude", ",\"stream\":true")).body())
        .doesNotContain("prompt_tokens")
        .endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallOfAToolIsTranslated(boolean stream) throws IOException {
    open();
    gateway.second.always(AnyDialect.callsATool());
    var tools =
        ",\"stream\":"
            + stream
            + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]";

    var answer = gateway.post(chat("claude", tools));

    assertThat(answer.body())
        .contains(
            "\"tool_calls\"", "\"name\":\"weather\"", "Oslo", "\"finish_reason\":\"tool_calls\"");
    assertThat(gateway.second.requests().getLast().body()).contains("\"input_schema\"");
  }

  @Test
  void aRefusalIsToldInTheCallersDialect() throws IOException {
    open();
    gateway.second.always(AnyDialect.refuses(400));

    var answer = gateway.post(chat("claude", ""));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\":", "scripted refusal");
    assertThat(gateway.lastTrace()).doesNotContain("scripted refusal");
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, CONTENTS + "first/m:streamGenerateContent?alt=sse", "chat"})
  void aRefusedStreamHasTheStatusOfARefusedWholeCall(String door) throws IOException {
    open();
    gateway.first.always(AnyDialect.refuses(400));
    gateway.second.always(AnyDialect.refuses(400));

    var answer =
        switch (door) {
          case "chat" -> gateway.post(chat("claude", ",\"stream\":true"));
          case MESSAGES -> gateway.postTo(door, message("gpt", ",\"stream\":true"));
          default -> gateway.postTo(door, "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}");
        };

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).contains("\"error\":", "scripted refusal");
    assertThat(gateway.lastTrace()).contains("\"status\":\"provider_rejected\"");
  }

  @Test
  void aRefusedKeyIsNotTheCallers() throws IOException {
    open();
    gateway.second.always(AnyDialect.refuses(401));

    var answer = gateway.post(chat("claude", ""));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("provider_rejected", "check").doesNotContain("scripted");
  }

  @Test
  void whatTheOtherDialectHasNoWordForIsRefusedByName() throws IOException {
    open();

    var answer = gateway.post(chat("claude", ",\"never_heard_of\":{\"a\":1}"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unsupported_parameter", "never_heard_of");
    assertThat(gateway.second.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheProviderIsNotToldIsNamed(boolean stream) throws IOException {
    open();

    var answer =
        gateway.post(
            chat("claude", ",\"metadata\":{\"a\":\"b\"},\"store\":false,\"stream\":" + stream));

    assertThat(answer.headers().firstValue("headgate-ignored")).contains("metadata");
    assertThat(gateway.second.requests().getLast().body()).doesNotContain("metadata");
    assertThat(gateway.lastTrace()).contains("\"headgate.ignored\":[\"metadata\"]");
  }

  @Test
  void aHeaderThatSwitchesOnWhatTheProviderDoesNotHaveIsNamed() throws IOException {
    open();

    var answer =
        gateway.postTo(
            MESSAGES,
            "{\"model\":\"gpt\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
            "anthropic-beta",
            "context-1m-2025-08-07",
            "anthropic-version",
            "2023-06-01");

    assertThat(answer.headers().firstValue("headgate-ignored")).contains("anthropic-beta");
  }

  @Test
  void whatIsRefusedIsNamedInTheCallersWords() throws IOException {
    open();

    var answer =
        gateway.postTo(
            CONTENTS + "claude:generateContent",
            "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}],\"generationConfig\":{\"seed\":7}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("generationConfig.seed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "claude:generateContent|{'contents':[{'parts':[{'text':'Hi'}]}],'generationConfig':{'seed':7}}|generationConfig.seed",
        "claude:generateContent|{'contents':[{'parts':[{'text':'Hi'}]}],'generationConfig':{'candidateCount':2}}|generationConfig.candidateCount",
        "claude:generateContent|{'contents':[]}|contents",
        "claude:generateContent|{'contents':[{'parts':[{'text':'Hi'}]}],'tools':[{'googleSearch':{}}]}|tools",
        "gpt:embedContent|{'content':{'parts':[]}}|content",
        "claude:generateContent|[]|",
      })
  void aRefusedFieldIsOneThatGoogleHas(String path, String body, String field) throws IOException {
    open();

    var answer = gateway.postTo(CONTENTS + path, body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    if (field == null) {
      assertThat(answer.body()).doesNotContain("fieldViolations");
    } else {
      assertThat(answer.body()).containsPattern("\"field\":\"" + field + "[\"\\[.]");
    }
  }

  @Test
  void aStreamThatBreaksIsEndedByAProviderOfAnotherDialect() throws IOException {
    open();
    var stream = OpenAiReplies.stream(true, PIECES);
    for (int k = 0; k < stream.length(); k += 17) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      var body = gateway.post(chat("smart", ",\"stream\":true")).body();

      assertThat(all(CONTENT, body)).as("cut after %d", k).isEqualTo(TEXT);
      assertThat(body)
          .as("cut after %d", k)
          .contains("\"finish_reason\":\"stop\"")
          .endsWith("data: [DONE]\n\n")
          .doesNotContain("\"error\"");
      assertThat(IDS.matcher(body).results().map(it -> it.group(1)).distinct())
          .as("cut after %d", k)
          .hasSize(1);
    }
  }

  @Test
  void aStreamOfMessagesThatBreaksIsEndedByAProviderOfAnotherDialect() throws IOException {
    open();
    var stream = AnthropicReplies.stream(PIECES);
    for (int k = 0; k < stream.length(); k += 17) {
      gateway.forget();
      gateway.second.next(stream.cutAfter(k));

      var body = gateway.postTo(MESSAGES, message("turned", ",\"stream\":true")).body();

      assertThat(all(TEXTS, body)).as("cut after %d", k).isEqualTo(TEXT);
      assertThat(body.split("event: message_start", -1)).as("cut after %d", k).hasSize(2);
      if (body.contains("event: error")) {
        // The caller has been told why the answer ended: nobody can write it on.
        assertThat(k).isGreaterThan(new String(stream.bytes(), UTF_8).indexOf("message_delta"));
        continue;
      }
      assertThat(body.split("event: message_stop", -1)).as("cut after %d", k).hasSize(2);
    }
  }

  @Test
  void aStreamOfMessagesThatNobodyEndsFailsInItsOwnWords() throws IOException {
    open();
    gateway.second.always(AnthropicReplies.stream(PIECES).cutBehind("vessel "));

    var body = gateway.postTo(MESSAGES, message("claude", ",\"stream\":true")).body();

    assertThat(body)
        .contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"")
        .contains("\"headgate\":{\"code\":\"provider_truncated\"}")
        .doesNotContain("message_stop");
  }

  @Test
  void tokensAreCountedWhereTheProviderCounts() throws IOException {
    open();
    gateway.second.always(AnthropicReplies.tokenCount(9));

    var counted = gateway.postTo(MESSAGES + "/count_tokens", message("claude", ""));
    var asGoogle =
        gateway.postTo(
            CONTENTS + "claude:countTokens", "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}");
    var not = gateway.postTo(MESSAGES + "/count_tokens", message("gpt", ""));

    var feature = gateway.postTo(MESSAGES + "/count_tokens", message("feature/handbook", ""));

    assertThat(feature.statusCode()).isEqualTo(400);
    assertThat(feature.body()).contains("unsupported_operation", "tokens of a feature");
    assertThat(counted.body()).isEqualTo("{\"input_tokens\":9}");
    assertThat(asGoogle.body()).isEqualTo("{\"totalTokens\":9}");
    assertThat(not.statusCode()).isEqualTo(400);
    assertThat(not.body()).contains("unsupported_operation", "counts tokens");
  }

  @Test
  void contentsComeAsEventsOrAsOneArray() throws IOException {
    open();
    var asked = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";

    var whole = gateway.postTo(CONTENTS + "first/m:generateContent", asked);
    var events = gateway.postTo(CONTENTS + "claude:streamGenerateContent?alt=sse", asked);
    var array = gateway.postTo(CONTENTS + "claude:streamGenerateContent", asked);

    assertThat(whole.body()).contains("\"candidates\"", TEXT, "\"finishReason\":\"STOP\"");
    assertThat(events.body()).startsWith("data: {");
    assertThat(array.body()).startsWith("[{").endsWith("]");
    for (var body : new String[] {events.body(), array.body()}) {
      assertThat(all(TEXTS, body)).isEqualTo(TEXT);
      assertThat(body).contains("\"finishReason\":\"STOP\"", "\"totalTokenCount\":18");
    }
  }

  @Test
  void googlesCallersAreToldInGooglesWords() throws IOException {
    open();
    var asked = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";

    var unknown = gateway.postTo(CONTENTS + "clod:generateContent", asked);
    var operation = gateway.postTo(CONTENTS + "claude:sing", asked);
    var vectors = gateway.postTo(CONTENTS + "claude:embedContent", "{\"content\":{}}");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"status\":\"NOT_FOUND\"", "\"code\":\"model_not_found\"");
    assertThat(operation.body()).contains("route_not_found", "countTokens");
    assertThat(vectors.statusCode()).isEqualTo(400);
    assertThat(vectors.body()).contains("unsupported_operation", "makes no vectors");
  }

  private static String chat(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(model, more);
  }

  private static String message(String model, String more) {
    return "{\"model\":\"%s\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(model, more);
  }

  private static String all(Pattern pattern, String body) {
    return pattern.matcher(body).results().map(it -> it.group(1)).collect(Collectors.joining());
  }
}
