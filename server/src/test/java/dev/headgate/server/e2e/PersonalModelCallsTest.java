package dev.headgate.server.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnthropicAnswers;
import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Personal data in calls that name a model, at every door.
final class PersonalModelCallsTest {
  private static final String EMAIL = "canary.maria@example-canary.com";
  private static final String CARD = "4111 1111 1111 1111";
  private static final String LINK = "https://example-canary.com/a\\b";
  private static final String KEY = "ghp_canary0123456789abcdefghijklmnopqrstuv";
  private static final String PLACEHOLDER = "[EMAIL_ADDRESS_1]";
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ARGUMENTS =
      Pattern.compile("\"arguments\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  @TempDir private static Path folder;
  private static ScriptedProvider provider;
  private static ScriptedProvider claude;
  private static RunningServer server;

  @BeforeAll
  static void serve() {
    provider = ScriptedProvider.start();
    claude = ScriptedProvider.start();
    var project = new TestProject(folder, provider.baseUrl());
    project.edit(
        "headgate.yaml",
        "models:\n",
        "  claude: {type: anthropic, base-url: \"%s\"}\nmodels:\n  thinker: {provider: claude, model: claude-scripted}\n"
            .formatted(claude.baseUrl()));
    project.write(
        "headgate.yaml",
        project.read("headgate.yaml")
            + """
            projects:
              default:
                guardrails:
                  pii:
                    tokenise: [email-address, url]
                    block: [api-key]
            """);
    server = RunningServer.start(project);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
    claude.close();
  }

  @Test
  void aModelSeesPlaceholdersAndItsCallerWhatTheyStandFor() throws IOException {
    provider.next(OpenAiReplies.whole("Wrote to " + PLACEHOLDER + ", not [EMAIL_ADDRESS_9]."));

    var answer = chat("smart", false, "Mail %s, card %s".formatted(EMAIL, CARD));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Wrote to " + EMAIL + ", not [EMAIL_ADDRESS_9].");
    assertThat(received(provider))
        .contains("Mail " + PLACEHOLDER + ", card [CREDIT_CARD]")
        .doesNotContain(EMAIL, CARD);
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains("EMAIL_ADDRESS")
        .doesNotContain(EMAIL, CARD);
    assertThat(filesWith(EMAIL)).isEmpty();
    assertThat(filesWith(CARD)).isEmpty();
  }

  @Test
  void aCallWithoutPersonalDataPassesAsItCame() throws IOException {
    provider.next(OpenAiReplies.whole("Fine."));
    var body =
        "{ \"model\":\"smart\", \"seed\":1.50e1,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"h\\u0069\"}] }";

    var answer = server.post("/v1/chat/completions", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(received(provider)).isEqualTo(body.replace("smart", "scripted-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"smart", "thinker"})
  void aStreamIsRestoredHoweverItsPlaceholderIsCut(String model) throws IOException {
    var isOpenAi = model.equals("smart");
    for (int cut = 0; cut <= PLACEHOLDER.length(); cut++) {
      var pieces =
          new String[] {
            "Wrote to " + PLACEHOLDER.substring(0, cut), PLACEHOLDER.substring(cut) + " at once"
          };
      if (isOpenAi) {
        provider.next(OpenAiReplies.stream(false, pieces));
      } else {
        claude.next(AnthropicReplies.stream(pieces));
      }

      var answer = chat(model, true, "Mail " + EMAIL);

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(joined(CONTENT, answer.body())).isEqualTo("Wrote to " + EMAIL + " at once");
      assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("\"usage\":{");
    }
    assertThat(received(isOpenAi ? provider : claude)).contains(PLACEHOLDER).doesNotContain(EMAIL);
  }

  @Test
  void argumentsOfToolCallsAreRestoredAsJson() throws IOException {
    var arguments = "{\"to\":\"[EMAIL_ADDRESS_1]\",\"page\":\"[URL_1]\"}";
    var restored = "{\"to\":\"%s\",\"page\":\"%s\"}".formatted(EMAIL, LINK.replace("\\", "\\\\"));
    for (var stream : new boolean[] {false, true}) {
      provider.next(OpenAiReplies.toolCall("call_1", "send", arguments));

      var answer = chat("smart", stream, "Send %s to %s".formatted(quoted(LINK), EMAIL));

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(unescaped(joined(ARGUMENTS, answer.body()))).isEqualTo(restored);
      assertThat(answer.body()).contains("call_1").contains("send");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "```json\n%s\n```", "[%s]"})
  void anAnswerThatIsJsonStaysJson(String form) throws IOException {
    var said = form.formatted("{\"page\": \"[URL_1]\"}");
    for (int cut = 0; cut <= said.length(); cut += 3) {
      provider.next(OpenAiReplies.stream(false, said.substring(0, cut), said.substring(cut)));

      var answer = chat("smart", true, "Read " + quoted(LINK));

      assertThat(unescaped(joined(CONTENT, answer.body())))
          .isEqualTo(said.replace("[URL_1]", LINK.replace("\\", "\\\\")));
    }
  }

  @Test
  void whatToolsSaidAndWereAskedIsHiddenToo() throws IOException {
    provider.next(OpenAiReplies.whole("Done."));
    var body =
        """
        {"model":"smart","messages":[{"role":"user","content":[{"type":"text","text":"Mail %1$s"}]},
         {"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"find",
           "arguments":"{\\"email\\":\\"%1$s\\",\\"card\\":4111111111111111}"}}]},
         {"role":"tool","tool_call_id":"call_1","content":"[{\\"email\\": \\"%1$s\\"}]"}]}\
        """
            .formatted(EMAIL);

    var answer = server.post("/v1/chat/completions", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(received(provider))
        .contains(
            "\"text\":\"Mail [EMAIL_ADDRESS_1]\"",
            "\"arguments\":\"{\\\"email\\\":\\\"[EMAIL_ADDRESS_1]\\\",\\\"card\\\":\\\"[CREDIT_CARD]\\\"}\"",
            "\"content\":\"[{\\\"email\\\": \\\"[EMAIL_ADDRESS_1]\\\"}]\"",
            "\"id\":\"call_1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/completions | {'model':'smart','prompt':'%s'}
          /v1/messages | {'model':'smart','max_tokens':9,'messages':[{'role':'user','content':'%s'}]}
          /v1/messages | {'model':'smart','max_tokens':9,'stream':true,'messages':[{'role':'user','content':'%s'}]}
          /v1beta/models/smart:generateContent | {'contents':[{'parts':[{'text':'%s'}]}]}
          /v1beta/models/smart:streamGenerateContent?alt=sse | {'contents':[{'parts':[{'text':'%s'}]}]}
          """)
  void everyDoorWhoseCallsCanBeChangedRestores(String path, String body) throws IOException {
    var pieces = new String[] {"Wrote to [EMAIL_", "ADDRESS_1]."};
    provider.next(
        path.equals("/v1/completions")
            ? OpenAiReplies.completion(pieces)
            : OpenAiReplies.chat(pieces));

    var answer = server.post(path, body.replace('\'', '"').formatted("Mail " + EMAIL));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains(EMAIL).doesNotContain("ADDRESS_1");
    assertThat(received(provider)).contains(PLACEHOLDER).doesNotContain(EMAIL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/embeddings | {'model':'smart','input':'%s'}
          /v1/responses | {'model':'smart','input':'%s'}
          /v1/moderations | {'model':'smart','input':'%s'}
          /v1beta/models/smart:streamGenerateContent | {'contents':[{'parts':[{'text':'%s'}]}]}
          """)
  void whatCannotBeChangedIsBlocked(String path, String body) throws IOException {
    var before = provider.requests().size();

    var answer = server.post(path, body.replace('\'', '"').formatted("Mail " + EMAIL));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("EMAIL_ADDRESS").contains("pii").doesNotContain(EMAIL);
    assertThat(provider.requests()).hasSize(before);
    assertThat(filesWith(EMAIL)).isEmpty();
  }

  @Test
  void aDocumentOfPlainTextIsHiddenToo() throws IOException {
    claude.next(AnthropicAnswers.whole("Fine."));

    var answer =
        server.post(
            "/v1/messages",
            "{\"model\":\"thinker\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"Mail %s\"}}]}]}"
                .formatted(EMAIL));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(received(claude)).contains("Mail " + PLACEHOLDER).doesNotContain(EMAIL);
  }

  @Test
  void whatIsBlockedReachesNobody() throws IOException {
    var before = provider.requests().size();

    var answer = chat("smart", false, "My token is " + KEY);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("guardrail_blocked").doesNotContain(KEY);
    assertThat(provider.requests()).hasSize(before);
    assertThat(filesWith(KEY)).isEmpty();
  }

  @Test
  void aStreamThatBreaksGivesBackNothingHalf() throws IOException {
    var events = OpenAiReplies.streamEvents(false, "Wrote to ", "[EMAIL_ADD").subList(0, 3);
    provider.next(Reply.events(events.toArray(String[]::new)));

    var answer = chat("smart", true, "Mail " + EMAIL);

    assertThat(answer.body()).contains("Wrote to ").contains("error").doesNotContain("canary");
  }

  private static RunningServer.Answer chat(String model, boolean stream, String text)
      throws IOException {
    return server.post(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, stream, text));
  }

  private static String received(ScriptedProvider by) {
    return by.requests().getLast().body();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\");
  }

  private static String unescaped(String json) {
    return json.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  private static String joined(Pattern member, String body) {
    var text = new StringBuilder();
    member.matcher(body).results().forEach(found -> text.append(found.group(1)));
    return text.toString();
  }

  private static List<Path> filesWith(String text) throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.walk(folder.resolve("data"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, ISO_8859_1)
            .contains(new String(text.getBytes(UTF_8), ISO_8859_1))) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
