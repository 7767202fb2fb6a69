package dev.headgate.compat;

import static dev.headgate.compat.Contents.QUESTION;
import static dev.headgate.compat.Contents.said;
import static dev.headgate.compat.Contents.settings;
import static dev.headgate.compat.Contents.stream;
import static dev.headgate.compat.Contents.text;
import static dev.headgate.compat.Contents.thoughts;
import static dev.headgate.compat.Contents.withTool;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Contents through Google's official Java SDK: relayed where the provider speaks the same dialect,
/// translated where it speaks another.
@Tag("all")
final class GoogleSdkContentTest extends AtGateway<Client> {
  GoogleSdkContentTest() {
    super(Gateway::startGreeting, gateway -> Contents.client(gateway, Gateway.KEY), Client::close);
  }

  @ParameterizedTest
  @EnumSource
  void answers(Upstream upstream) {
    var config =
        settings().systemInstruction(Content.fromParts(Part.fromText("Be brief."))).build();

    var response = client.models.generateContent(upstream.alias, QUESTION, config);

    assertThat(response.text()).isEqualTo("Hello there");
    assertWhole(response);
    assertThat(gateway.asked().path()).startsWith(upstream.path);
    assertThat(gateway.asked().body()).contains("Be brief.", QUESTION);
  }

  @ParameterizedTest
  @EnumSource
  void streams(Upstream upstream) {
    var responses = stream(client, upstream.alias, settings().build());

    assertThat(text(responses)).isEqualTo("Hello there");
    assertThat(responses).hasSizeGreaterThan(1);
    assertWhole(responses.getLast());
  }

  @ParameterizedTest
  @EnumSource
  void callsAFunction(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var response = client.models.generateContent(upstream.alias, QUESTION, withTool().build());

    assertCall(response.functionCalls().getFirst());
    assertThat(gateway.asked().body()).contains(AnyDialect.TOOL, "Tells the weather", "city");

    var question = Content.builder().role("user").parts(Part.fromText(QUESTION)).build();
    var result =
        Content.builder()
            .role("user")
            .parts(Part.fromFunctionResponse(AnyDialect.TOOL, Map.of("output", "4 °C")))
            .build();
    var answer =
        client.models.generateContent(
            upstream.alias, List.of(question, said(response), result), withTool().build());

    assertThat(answer.text()).isEqualTo("Hello there");
    assertThat(gateway.asked().body()).contains("4 °C", "Oslo");
  }

  @ParameterizedTest
  @EnumSource
  void streamsACallOfAFunction(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var responses = stream(client, upstream.alias, withTool().build());

    var calls = Contents.parts(responses).flatMap(part -> part.functionCall().stream()).toList();
    assertThat(calls).singleElement().satisfies(GoogleSdkContentTest::assertCall);
    assertThat(responses.getLast().finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
  }

  @Test
  void relaysThoughts() {
    assertThoughts(Upstream.GEMINI, GeminiReplies.thinking("Cold, I guess.", "Hello", " there"));
    assertThat(gateway.asked().body()).contains("\"thinkingBudget\":1024");
  }

  @Test
  void translatesThoughts() {
    assertThoughts(
        Upstream.ANTHROPIC, AnthropicReplies.thinking("Cold, I guess.", "Hello", " there"));
    assertThat(gateway.asked().body()).contains("\"budget_tokens\":1024");
  }

  @Test
  void countsTokensAsTheProviderDoes() {
    gateway.provider.next(GeminiReplies.tokenCount(12));

    assertThat(countTokens(Upstream.GEMINI)).isEqualTo(12);
    assertThat(gateway.asked().path()).isEqualTo(Upstream.GEMINI.path + "countTokens");

    gateway.provider.next(AnthropicReplies.tokenCount(9));

    assertThat(countTokens(Upstream.ANTHROPIC)).isEqualTo(9);
    assertThat(gateway.asked().path()).isEqualTo("/v1/messages/count_tokens");
  }

  @Test
  void relaysEmbeddings() {
    gateway.provider.next(GeminiReplies.embeddings(new float[] {.5f, -.25f}));

    assertThat(embed(Upstream.GEMINI)).containsExactly(.5f, -.25f);
    assertThat(gateway.asked().path()).contains("mbedContent");
  }

  @Test
  void embedsInTheServer() {
    var response = client.models.embedContent("small-vectors", "a text", null);

    var vector = response.embeddings().orElseThrow().getFirst().values().orElseThrow();
    assertThat(vector).hasSize(384);
  }

  @Test
  void relaysWhatItDoesNotKnow() {
    var more = HttpOptions.builder().extraBody(Map.of("newInRequests", List.of(1, 2)));

    var _ =
        client.models.generateContent(
            Upstream.GEMINI.alias, QUESTION, settings().httpOptions(more).build());

    assertThat(gateway.asked().body()).contains("\"newInRequests\":[1,2]");
  }

  @Test
  void sendsTheProviderItsOwnKeyOnly() {
    var _ = client.models.generateContent(Upstream.GEMINI.alias, QUESTION, null);

    var asked = gateway.asked();
    assertThat(asked.header("x-goog-api-key")).hasValue(Gateway.PROVIDER_KEY);
    assertThat(asked.header("authorization")).isEmpty();
    assertThat(asked.path() + asked.body()).doesNotContain(Gateway.KEY);
  }

  // The client hands an event over when it has got the next.
  @ParameterizedTest
  @EnumSource
  void letsTheProviderGoWhenAStreamIsClosed(Upstream upstream) {
    gateway.provider.next(
        AnyDialect.changed(
            AnyDialect.says("Hello", " there", " you"), reply -> reply.hangBehind(" there")));

    try (var stream =
        client.models.generateContentStream(upstream.alias, QUESTION, settings().build())) {
      assertThat(stream.iterator().next().text()).isEqualTo("Hello");
    }

    assertThat(gateway.asked().awaitClosed(Gateway.SOON)).isTrue();
  }

  private void assertThoughts(Upstream upstream, Script script) {
    gateway.provider.always(script);
    var thinking = ThinkingConfig.builder().includeThoughts(true).thinkingBudget(1024);
    var config = settings().thinkingConfig(thinking).build();

    var whole = client.models.generateContent(upstream.alias, QUESTION, config);
    var streamed = stream(client, upstream.alias, config);

    for (var responses : List.of(List.of(whole), streamed)) {
      assertThat(thoughts(responses)).isEqualTo("Cold, I guess.");
      assertThat(text(responses)).isEqualTo("Hello there");
    }
  }

  private int countTokens(Upstream upstream) {
    return client.models.countTokens(upstream.alias, QUESTION, null).totalTokens().orElseThrow();
  }

  private List<Float> embed(Upstream upstream) {
    return client
        .models
        .embedContent(upstream.alias, "a text", null)
        .embeddings()
        .orElseThrow()
        .getFirst()
        .values()
        .orElseThrow();
  }

  private static void assertCall(FunctionCall call) {
    assertThat(call.name()).hasValue(AnyDialect.TOOL);
    assertThat(call.args().orElseThrow()).containsExactly(Map.entry("city", "Oslo"));
  }

  /// Providers differ in whether they tell thoughts from the rest: only their sum is the same.
  private static void assertWhole(GenerateContentResponse response) {
    assertThat(response.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
    var usage = response.usageMetadata().orElseThrow();
    assertThat(usage.promptTokenCount()).hasValue(11);
    assertThat(usage.cachedContentTokenCount()).hasValue(4);
    assertThat(usage.candidatesTokenCount().orElse(0) + usage.thoughtsTokenCount().orElse(0))
        .isEqualTo(7);
    assertThat(usage.totalTokenCount()).hasValue(18);
  }
}
