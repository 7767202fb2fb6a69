package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images, sounds and what was heard, when they come in pieces.
final class MediaStreamsTest {
  private static final String USAGE =
      "\"usage\":{\"input_tokens\":11,\"input_token_details\":{\"text_tokens\":1,\"audio_tokens\":10},\"output_tokens\":7,\"total_tokens\":18}";
  private static final String HEARD = "{\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}";
  private static final String END =
      "{\"type\":\"transcript.text.done\",\"text\":\"Hello\"," + USAGE + "}";
  private static final String ASKED = "{\"model\":\"smart\",\"input\":\"x\",\"stream\":true}";

  @TempDir private static Path folder;
  private static TestHouse house;

  @BeforeAll
  static void start() throws IOException {
    house = new TestHouse(folder, "");
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/audio/speech, speech.audio.delta, speech.audio.done",
    "/v1/images/generations, image_generation.partial_image, image_generation.completed",
    "/v1/images/edits, image_edit.partial_image, image_edit.completed",
  })
  void areWholeWithTheirLastEvent(String path, String piece, String last) throws Exception {
    var first = "{\"type\":\"" + piece + "\",\"b64\":\"" + "A".repeat(100_000) + "\"}";
    var end = "{\"type\":\"" + last + "\"," + USAGE + "}";
    house.provider.always(Reply.events(event(first), event(end)));

    var whole = house.post(path, "", ASKED);

    assertThat(whole.body()).isEqualTo("data: " + first + "\n\ndata: " + end + "\n\n");
    assertThat(trace(whole.headers().firstValue("headgate-trace-id").orElseThrow()))
        .contains("\"gen_ai.usage.output_tokens\":7");

    house.provider.always(Reply.events(event(first)));

    var cut = house.post(path, "", ASKED).body();

    assertThat(cut).contains(piece, "provider_truncated");
  }

  @Test
  void passAnEndMarkOn() throws Exception {
    house.provider.always(Reply.events(event(HEARD), event(END), event("[DONE]")));

    assertThat(house.post("/v1/audio/speech", "", ASKED).body())
        .isEqualTo("data: " + HEARD + "\n\ndata: " + END + "\n\ndata: [DONE]\n\n");
  }

  /// As a server of the same dialect ends that has no event for it.
  @Test
  void areWholeWithAnEndMarkAlone() throws Exception {
    var chunk =
        "{\"object\":\"transcription.chunk\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}";
    house.provider.always(Reply.events(event(chunk), event("[DONE]")));

    assertThat(house.post("/v1/audio/speech", "", ASKED).body())
        .isEqualTo("data: " + chunk + "\n\ndata: [DONE]\n\n");
  }

  @Test
  void areBrokenByAnErrorAmongTheirEvents() throws Exception {
    house.provider.always(
        Reply.events(
            event(HEARD),
            event("{\"type\":\"error\",\"error\":{\"message\":\"secret\"}}"),
            event(END)));

    assertThat(house.post("/v1/audio/speech", "", ASKED).body())
        .contains("provider_failed")
        .doesNotContain("secret", "transcript.text.done");
  }

  @Test
  void areCountedInOneDocumentToo() throws Exception {
    house.provider.always(Reply.json("{\"text\":\"Hello\"," + USAGE + "}"));

    var whole = house.post("/v1/audio/transcriptions", "", ASKED);

    assertThat(whole.body()).isEqualTo("{\"text\":\"Hello\"," + USAGE + "}");
    assertThat(trace(whole.headers().firstValue("headgate-trace-id").orElseThrow()))
        .contains("\"gen_ai.usage.output_tokens\":7");
  }

  /// What is closed in the middle cannot be told from what is whole where no length was said.
  @Test
  void aSoundThatIsResetIsBroken() throws Exception {
    house.provider.always(
        Reply.raw("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\nnoise").resetAfter(60));

    assertThat(error(house.post("/v1/audio/speech", "", ASKED))).startsWith("502 provider_");
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }

  private static String trace(String id) throws Exception {
    return house.get("/admin/traces/" + id, house.adminToken()).body();
  }
}
