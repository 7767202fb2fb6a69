package dev.headgate.providers.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParsingTest {
  private static final String CHUNKED =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/event-stream",
          "Transfer-Encoding: Chunked",
          "",
          "5",
          "Hello",
          "1;name=\"x\"",
          ",",
          "0A",
          " 0123\r\n\r\n7",
          "1",
          "8",
          "0",
          "Digest: x",
          "",
          "");
  private static final String SIZED =
      "HTTP/1.1 200 \r\ncontent-type:application/json \r\nContent-Length: 13\r\n\r\n{\"a\": \"\r\n\r\n\"}";
  private static final String UP_TO_THE_END =
      "HTTP/1.0 404 Not Found\r\nX-Folded: no\r\n\r\nbody\r\n\r\nto the end";
  private static final List<String> ANSWERS = List.of(CHUNKED, SIZED, UP_TO_THE_END);

  @Test
  void readsTheSameHoweverTheBytesAreSplit() throws IOException {
    for (var answer : ANSWERS) {
      var bytes = answer.getBytes(ISO_8859_1);
      var expected = AnswersInPieces.read(answer);
      for (int first = 1; first <= bytes.length; first++) {
        for (int pieces : new int[] {1, 2, 7, bytes.length}) {
          for (int buffer : new int[] {1, 3, 8192}) {
            assertThat(AnswersInPieces.read(bytes, first, pieces, buffer)).isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void unpacksChunks() throws IOException {
    assertThat(AnswersInPieces.read(CHUNKED))
        .isEqualTo("200 text/event-stream Hello, 0123\r\n\r\n78");
  }

  @Test
  void seesThatAnAnswerWasCutWhereverItWasCut() {
    for (var answer : List.of(CHUNKED, SIZED)) {
      for (int i = 0; i < answer.length(); i++) {
        var cut = answer.substring(0, i);
        assertThatThrownBy(() -> AnswersInPieces.read(cut))
            .as("cut after %d bytes", i)
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "<html><body>hello</body></html>",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 600 What\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\u0007c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: nameless\r\n\r\n",
        "HTTP/1.1 200 OK\r\nnocolon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n..",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n 5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n"
      })
  void refusesWhatIsNotStrictlyHttp(String answer) {
    assertThatThrownBy(() -> AnswersInPieces.read(answer)).isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void boundsHeadersTrailersAndChunkLines() {
    var start = "HTTP/1.1 200 OK\r\n";
    var chunked = start + "Transfer-Encoding: chunked\r\n\r\n";

    for (var answer :
        new String[] {
          start + "A: " + "x".repeat(33 * 1024) + "\r\n\r\n",
          start + "A: x\r\n".repeat(201) + "\r\n",
          chunked + "0\r\n" + "A: x\r\n".repeat(101) + "\r\n",
          chunked + "5;" + "x".repeat(9000) + "\r\nhello\r\n0\r\n\r\n"
        }) {
      assertThatThrownBy(() -> AnswersInPieces.read(answer)).isInstanceOf(MalformedAnswer.class);
    }
  }

  @Test
  void takesALongHeadWithinTheLimit() throws IOException {
    var answer =
        "HTTP/1.1 200 OK\r\nA: " + "x".repeat(31 * 1024) + "\r\nContent-Length: 2\r\n\r\nok";

    assertThat(AnswersInPieces.read(answer.getBytes(ISO_8859_1), 100, 1000, 10))
        .isEqualTo("200  ok");
  }

  // Whatever comes, the parser ends, within its limits, with a body or with one of two complaints.
  @Test
  void survivesDamage() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 60_000; i++) {
      var bytes = ANSWERS.get(i % ANSWERS.size()).getBytes(ISO_8859_1);
      for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(AnswersInPieces.read(bytes, 1 + random.nextInt(20), 1 + random.nextInt(50), 64))
            .isNotEmpty();
      } catch (MalformedAnswer | EOFException e) {
        assertThat(e).as("seed %d", seed).hasMessageNotContaining("Hello");
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
