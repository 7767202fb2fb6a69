package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A provider that is down, slow or talks garbage, behind a feature with three tiers and behind a
/// relayed call.
final class ProviderFaultsTest {
  private static final String SECRET_PAGE = "<h1>internal-host-17 says no</h1>";
  private static final Reply WHOLE = OpenAiReplies.whole("The vessel is inspected");
  private static final Reply STREAM = OpenAiReplies.stream(true, "The vessel ", "is ", "inspected");

  @TempDir private static Path folder;
  private static ScriptedProvider provider;
  private static TestProject project;
  private static RunningServer server;

  @BeforeAll
  static void serve() throws IOException {
    provider = ScriptedProvider.start();
    project = new TestProject(folder, provider.baseUrl());
    server = RunningServer.start(project);
    server.ingest("plant");
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  @BeforeEach
  void closeKeptConnections() {
    provider.closeConnections();
  }

  /// What a provider does wrong, and the errors that a relayed call may get for it.
  static Stream<Arguments> faults() {
    var timeout = List.of("provider_timeout");
    var truncated = List.of("provider_truncated", "provider_failed");
    var malformed = List.of("provider_malformed", "provider_truncated");
    return Stream.of(
        fault("silence", _ -> Reply.silence(), timeout),
        fault("silence in the middle", sent -> sent.hangAfter(cut(sent)), timeout),
        fault("a cut answer", sent -> sent.cutAfter(cut(sent)), truncated),
        fault("a reset answer", sent -> sent.resetAfter(cut(sent)), truncated),
        fault("garbage", _ -> Reply.raw("\0\1garbage\r\n\r\n").thenClose(), malformed),
        fault("no answer", _ -> Reply.raw("").thenClose(), truncated),
        fault("a page", _ -> page(200), malformed),
        fault("an error page", _ -> page(503), List.of("provider_overloaded")),
        fault("no JSON", _ -> Reply.json("{\"choices\":[{\"mess"), malformed));
  }

  private static Arguments fault(String name, UnaryOperator<Reply> wrong, List<String> codes) {
    return Arguments.of(name, wrong, codes);
  }

  private static int cut(Reply whole) {
    return whole.length() * 2 / 3;
  }

  private static Reply page(int status) {
    return Reply.body(status, "text/html", SECRET_PAGE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFeatureFallsBackToQuotingAndItsTraceSaysWhy(String name, UnaryOperator<Reply> wrong)
      throws IOException {
    provider.always(wrong.apply(STREAM));

    var answer = server.ask("plant", TestProject.QUESTION);
    var trace = server.admin("/admin/traces/" + answer.traceId()).body();

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"tier\":\"quoted\"", TestProject.QUOTE)
        .doesNotContain(SECRET_PAGE);
    assertThat(trace).contains("\"tier\":\"generated\"", "provider_").doesNotContain(SECRET_PAGE);
  }

  @Tag("all")
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aRelayedCallGetsATypedError(String name, UnaryOperator<Reply> wrong, List<String> codes)
      throws IOException {
    provider.always(wrong.apply(WHOLE));

    var answer = server.chat(false);

    assertThat(answer.status()).as(answer.body()).isBetween(502, 504);
    assertThat(answer.body()).contains("\"error\":").doesNotContain(SECRET_PAGE);
    assertThat(codes).anyMatch(answer.body()::contains);
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body()).contains("provider_");
  }

  @Test
  void aRelayedStreamThatBreaksEndsWithAnErrorAndNeverAsIfItWereWhole() throws IOException {
    provider.always(STREAM.cutAfter(STREAM.length() * 2 / 3));

    var response = server.open(RunningServer.CHAT, RunningServer.chatRequest("smart", true));
    var text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(text).contains("The vessel", "provider_truncated").doesNotContain("[DONE]");
  }

  @Test
  void whatTheDocumentsDoNotSayGetsTheReply() throws IOException {
    provider.always(Reply.silence());

    var answer = server.ask("plant", "Who won the football match yesterday?");

    assertThat(answer.body()).contains("\"tier\":\"support\"", TestProject.REPLY);
    assertThat(server.admin("/admin/traces/" + answer.traceId()).body())
        .contains("provider_timeout", "is below");
  }

  @Test
  void aProviderThatIsDownCostsItsTierAlone() throws IOException {
    var gone = ScriptedProvider.start();
    gone.close();
    project.edit("headgate.yaml", provider.baseUrl(), gone.baseUrl());
    RunningServer.await(
        "the change",
        HeadgateProcess.PATIENCE,
        () -> server.chat(false).body().contains("provider_unreachable"));

    var answer = server.ask("plant", TestProject.QUESTION);
    var relayed = server.chat(true);
    project.edit("headgate.yaml", gone.baseUrl(), provider.baseUrl());
    provider.always(OpenAiReplies.chat("Hello"));
    RunningServer.await(
        "the repair", HeadgateProcess.PATIENCE, () -> server.chat(false).status() == 200);

    assertThat(answer.body()).contains("\"tier\":\"quoted\"", TestProject.QUOTE);
    assertThat(relayed.status()).isEqualTo(502);
    assertThat(relayed.body()).contains("provider_unreachable", "127.0.0.1");
  }
}
