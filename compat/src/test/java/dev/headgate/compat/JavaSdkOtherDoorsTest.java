package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What else OpenAI's official Java SDK asks for: older completions, moderations, images, sound.
@Tag("all")
final class JavaSdkOtherDoorsTest extends AtGateway<OpenAIClient> {
  private static final List<String> CATEGORIES =
      List.of(
          "harassment",
          "harassment/threatening",
          "hate",
          "hate/threatening",
          "illicit",
          "illicit/violent",
          "self-harm",
          "self-harm/instructions",
          "self-harm/intent",
          "sexual",
          "sexual/minors",
          "violence",
          "violence/graphic");

  JavaSdkOtherDoorsTest() {
    super(Gateway::startGreeting, Gateway::client, OpenAIClient::close);
  }

  @ParameterizedTest
  @EnumSource
  void completes(Upstream upstream) {
    var completion = client.completions().create(complete(upstream));

    var choice = completion.choices().getFirst();
    assertThat(choice.text()).isEqualTo("Hello there");
    assertThat(choice.finishReason()).isEqualTo(CompletionChoice.FinishReason.STOP);
    assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(18);
    assertThat(gateway.asked().path())
        .startsWith(upstream == Upstream.OPENAI ? "/v1/completions" : upstream.path);
  }

  @ParameterizedTest
  @EnumSource
  void streamsACompletion(Upstream upstream) {
    // The SDK's schema demands a reason in every piece, which no server of the API gives.
    var lenient = gateway.settings().responseValidation(false).build();
    try (var stream = lenient.completions().createStreaming(complete(upstream))) {
      assertThat(stream.stream().map(JavaSdkOtherDoorsTest::text).collect(Collectors.joining()))
          .isEqualTo("Hello there");
    }
  }

  @Test
  void relaysAModeration() {
    gateway.provider.next(moderation());

    var moderation =
        client
            .moderations()
            .create(ModerationCreateParams.builder().model("smart").input("some text").build());

    assertThat(moderation.results().getFirst().flagged()).isTrue();
    assertThat(gateway.asked().path()).isEqualTo("/v1/moderations");
    assertThat(gateway.asked().body()).contains("\"model\":\"scripted-1\"", "some text");
  }

  @Test
  void saysWhatAProviderCannotDo() {
    var asked = ModerationCreateParams.builder().model("claude").input("some text").build();

    assertThatThrownBy(() -> client.moderations().create(asked))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            failure -> assertThat(failure.code()).hasValue("unsupported_operation"));
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void relaysAnImage() {
    gateway.provider.next(Reply.json("{\"created\":1,\"data\":[{\"b64_json\":\"c2NyaXB0ZWQ=\"}]}"));

    var image =
        client
            .images()
            .generate(ImageGenerateParams.builder().model("smart").prompt("a headgate").build());

    assertThat(image.data().orElseThrow().getFirst().b64Json()).hasValue("c2NyaXB0ZWQ=");
    assertThat(gateway.asked().path()).isEqualTo("/v1/images/generations");
    assertThat(gateway.asked().body()).contains("\"model\":\"scripted-1\"", "a headgate");
  }

  @Test
  void relaysSpeechUnread() throws IOException {
    var sound = new byte[] {(byte) 0xff, (byte) 0xfb, 0, 13, 10, (byte) 0x80};
    gateway.provider.next(Reply.body(200, "audio/mpeg", sound));
    var asked = SpeechCreateParams.builder().model("smart").voice("alloy").input("Hello").build();

    try (var response = client.audio().speech().create(asked)) {
      assertThat(response.body().readAllBytes()).isEqualTo(sound);
      assertThat(response.headers().values("content-type")).containsExactly("audio/mpeg");
    }
    assertThat(gateway.asked().path()).isEqualTo("/v1/audio/speech");
    assertThat(gateway.asked().body()).contains("\"model\":\"scripted-1\"");
  }

  @Test
  void relaysASoundToBeWrittenDown() throws IOException {
    var sound = folder.resolve("hello.wav");
    Files.write(sound, new byte[] {'R', 'I', 'F', 'F', (byte) 0x80, 13, 10});
    gateway.provider.next(Reply.json("{\"text\":\"Hello there\"}"));

    var text =
        client
            .audio()
            .transcriptions()
            .create(TranscriptionCreateParams.builder().model("smart").file(sound).build());

    assertThat(text.asTranscription().text()).isEqualTo("Hello there");
    var asked = gateway.asked();
    assertThat(asked.path()).isEqualTo("/v1/audio/transcriptions");
    assertThat(asked.header("content-type").orElseThrow()).startsWith("multipart/form-data");
    assertThat(asked.body()).contains("scripted-1", "hello.wav").doesNotContain("smart");
    assertThat(asked.bodyBytes()).containsSequence(Files.readAllBytes(sound));
  }

  @ParameterizedTest
  @EnumSource
  void aBusyProviderIsToldAtTheseDoorsToo(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(429, "Retry-After: 3"));

    assertThatThrownBy(() -> client.completions().create(complete(upstream)))
        .isInstanceOf(RateLimitException.class);
  }

  private static CompletionCreateParams complete(Upstream upstream) {
    return CompletionCreateParams.builder()
        .model(upstream.alias)
        .prompt("Once upon a time")
        .maxTokens(100)
        .build();
  }

  private static String text(Completion completion) {
    return completion.choices().stream().map(CompletionChoice::text).collect(Collectors.joining());
  }

  private static Reply moderation() {
    return Reply.json(
        """
        {"id":"modr-1","model":"scripted-1","results":[{"flagged":true,"categories":{%s},\
        "category_scores":{%s},"category_applied_input_types":{%s}}]}\
        """
            .formatted(members("true"), members("0.5"), members("[\"text\"]")));
  }

  private static String members(String value) {
    return CATEGORIES.stream()
        .map(category -> "\"" + category + "\":" + value)
        .collect(Collectors.joining(","));
  }
}
