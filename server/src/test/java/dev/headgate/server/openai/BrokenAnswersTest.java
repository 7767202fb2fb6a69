package dev.headgate.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A provider's answer with the status 200 whose message is complete and whose JSON is not, and one
/// whose message is cut: each has one name, at every door and whatever the provider speaks.
final class BrokenAnswersTest {
  private static final String MODELS =
      RoutedGateway.ONE + "\nother: {provider: second, model: text-embedding-1}";
  private static final String TIMEOUTS = "connect: 1s, headers: 5s, first-token: 5s, idle: 5s";
  private static final List<String> VECTORS =
      List.of(
          "/v1/embeddings",
          "/v1beta/models/other:embedContent",
          "/v1beta/models/other:batchEmbedContents");
  private static final List<String> MALFORMED =
      List.of(
          "{not json",
          "{\"a\":1,,",
          "}",
          "[1] {",
          "{\"id\": 01x",
          "<html>",
          "{",
          "{\"id\":\"a\\u00",
          "{\"id\":tru",
          "{\"id\":-",
          "{\"id\":\"a\",\"n\":[1,",
          "\u00a0{");

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  static Stream<Arguments> doors() {
    return Stream.of("", ", type: anthropic", ", type: gemini")
        .flatMap(type ->
            Stream.of(
                    "/v1/chat/completions",
                    "/v1/responses",
                    "/v1/completions",
                    "/v1/messages",
                    "/v1beta/models/other:generateContent",
                    "/v1/embeddings",
                    "/v1beta/models/other:embedContent",
                    "/v1beta/models/other:batchEmbedContents")
                .filter(door -> !type.contains("anthropic") || !VECTORS.contains(door))
                .map(door -> Arguments.of(type, door)));
  }

  @ParameterizedTest
  @MethodSource("doors")
  void whatCannotBeJsonIsMalformed(String type, String door) throws IOException {
    open(type);

    for (var body : MALFORMED) {
      gateway.second.always(Reply.json(body.replace("\u00a0", " \n")));
      expect(door, body, "provider_malformed");
    }
  }

  @ParameterizedTest
  @MethodSource("doors")
  void jsonThatEndsInAWholeMessageIsMalformedByTheChunkToo(String type, String door)
      throws IOException {
    open(type);

    gateway.second.always(
        Reply.pieces("application/json", List.of("{\"id\":\"a\",".getBytes(UTF_8))));
    expect(door, "a chunk", "provider_malformed");
  }

  @ParameterizedTest
  @MethodSource("doors")
  void anAnswerWhoseMessageIsCutIsTruncated(String type, String door) throws IOException {
    open(type);
    var whole = Reply.json("{\"id\":\"a\",\"n\":[1,2,3]}");

    for (int missing = 1; missing < 20; missing += 3) {
      gateway.second.always(whole.cutAfter(whole.length() - missing));
      expect(door, "without " + missing + " bytes", "provider_truncated");
    }
  }

  private void open(String type) throws IOException {
    gateway = new RoutedGateway(folder, MODELS, TIMEOUTS, "", type);
  }

  private void expect(String door, String body, String code) {
    gateway.forget();

    var answer = gateway.postTo(door, request(door));

    assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(502);
    assertThat(answer.body()).as(body).contains(code);
  }

  private static String request(String door) {
    return switch (door) {
      case "/v1/responses" -> "{\"model\":\"other\",\"store\":false,\"input\":\"Hi\"}";
      case "/v1/embeddings" -> "{\"model\":\"other\",\"input\":\"Hi\"}";
      case "/v1/completions" -> "{\"model\":\"other\",\"prompt\":\"Hi\"}";
      case "/v1/chat/completions", "/v1/messages" ->
          "{\"model\":\"other\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
      case "/v1beta/models/other:generateContent" ->
          "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
      case "/v1beta/models/other:embedContent" -> "{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}";
      default ->
          "{\"requests\":[{\"model\":\"models/other\",\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}";
    };
  }
}
