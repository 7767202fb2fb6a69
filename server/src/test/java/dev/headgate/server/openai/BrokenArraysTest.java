package dev.headgate.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stream in one of Google's arrays that nobody can bring to its end, after its caller has got a
/// part of it: it stays an array, and its last element is the error.
final class BrokenArraysTest {
  private static final String STREAM = "/v1beta/models/smart:streamGenerateContent";
  private static final String ASKED = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
  private static final String TIMEOUTS = "connect: 1s, headers: 5s, first-token: 5s, idle: 5s";
  // Each with brackets and quotes that are none.
  private static final String PIECE = "[\"}],{\\".repeat(500);

  private static final int END_OF_CHUNKS = "0\r\n\r\n".length();

  // More than is kept of an answer that is no stream of events.
  private static final int PIECES = 120;

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void oneOfGooglesOwnThatBreaksWhereverEndsWithAnError() throws IOException {
    open(", type: gemini");
    var whole = array(true);
    var last = whole.length() - 2 * PIECE.length();

    for (int cut = last; cut < whole.length() - 1; cut += 397) {
      gateway.forget();
      var beginning = chunked(whole.substring(0, cut));
      gateway.first.always(beginning.cutAfter(beginning.length() - END_OF_CHUNKS));

      var body = gateway.postTo(STREAM, ASKED).body();
      if (body.contains("finishReason")) {
        assertThat(JsonBytes.read(body.getBytes(UTF_8))).isInstanceOf(Json.Arr.class);
      } else {
        assertError(body, "cut after " + cut);
      }
    }
  }

  @Test
  void soDoesOneThatEndsWithoutAReason() throws IOException {
    open(", type: gemini");
    gateway.first.always(chunked(array(false)));

    assertError(gateway.postTo(STREAM, ASKED).body(), "no reason");
  }

  @Test
  void onlyTheBracketThatIsMissingIsWritten() throws IOException {
    open(", type: gemini");
    var whole = array(true);
    gateway.first.always(chunked(whole.substring(0, whole.length() - 1)));

    assertThat(gateway.postTo(STREAM, ASKED).body()).isEqualTo(whole);
  }

  @Test
  void aWholeOneIsPassedByteForByte() throws IOException {
    open(", type: gemini");
    var whole = array(true).replace("},{", "}\n ,\r\n{") + "\n";
    gateway.first.always(chunked(whole));

    assertThat(gateway.postTo(STREAM, ASKED).body()).isEqualTo(whole);
  }

  @Test
  void oneThatIsTranslatedEndsWithAnErrorToo() throws IOException {
    open(", type: anthropic");
    gateway.first.always(AnthropicReplies.stream("The ", "vessel ", "sank").cutBehind("vessel "));

    var explained = gateway.postTo(STREAM, ASKED, "x-headgate-explain", "true").body();

    assertError(gateway.postTo(STREAM, ASKED).body(), "translated");
    assertError(explained, "explained");
  }

  private void open(String type) throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.ONE, TIMEOUTS, type, "");
  }

  private static void assertError(String body, String as) {
    var elements = ((Json.Arr) JsonBytes.read(body.getBytes(UTF_8))).elements();

    assertThat(elements.size()).as(as).isGreaterThan(1);
    assertThat(((Json.Obj) elements.getFirst()).has("candidates")).as(as).isTrue();
    var error = ((Json.Obj) elements.getLast()).object("error");
    assertThat(error.object("headgate").text("code")).as(as).contains("provider_truncated");
    assertThat(error.integer("code")).as(as).isEqualTo(502);
  }

  private static String array(boolean ends) {
    var pieces = new String[PIECES];
    Arrays.fill(pieces, PIECE);
    var events = new ArrayList<>(GeminiReplies.streamEvents(pieces));
    if (!ends) {
      events.removeLast();
    }
    return "[" + String.join(",", events.stream().map(BrokenArraysTest::data).toList()) + "]";
  }

  private static String data(String event) {
    return event.substring(event.indexOf('{')).strip();
  }

  private static Reply chunked(String text) {
    return Reply.pieces("application/json; charset=UTF-8", List.of(text.getBytes(UTF_8)));
  }
}
