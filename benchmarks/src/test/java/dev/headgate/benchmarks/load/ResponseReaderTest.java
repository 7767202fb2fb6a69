package dev.headgate.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ResponseReaderTest {
  private static final byte[] SIZED =
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 5\r\n\r\nhello"
          .getBytes(US_ASCII);
  private static final byte[] CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10;x=y\r\n, sixteen bytes!\r\n0\r\n\r\n"
          .getBytes(US_ASCII);

  @Test
  void anAnswerIsTheSameHoweverItsBytesWereSplit() throws IOException {
    for (int split = 1; split < CHUNKED.length; split++) {
      var reader = new ResponseReader();
      var body = new ByteArrayOutputStream();

      var early = reader.feed(CHUNKED, 0, split, (b, from, to) -> body.write(b, from, to - from));
      var late =
          reader.feed(
              CHUNKED, split, CHUNKED.length, (b, from, to) -> body.write(b, from, to - from));

      assertThat(early).isFalse();
      assertThat(late).isTrue();
      assertThat(body.toString(US_ASCII)).isEqualTo("hello, sixteen bytes!");
    }
  }

  @Test
  void oneConnectionCarriesManyAnswers() throws IOException {
    var reader = new ResponseReader();

    var first = reader.feed(SIZED, 0, SIZED.length, (_, _, _) -> {});

    assertThat(first).isTrue();
    assertThat(reader.status()).isEqualTo(429);
    assertThat(reader.hasRetryAfter()).isTrue();

    var second = reader.feed(CHUNKED, 0, CHUNKED.length, (_, _, _) -> {});

    assertThat(second).isTrue();
    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.hasRetryAfter()).isFalse();
  }

  @Test
  void anAnswerWhoseEndNobodyCanKnowIsRefused() {
    var endless = "HTTP/1.1 200 OK\r\n\r\nhello".getBytes(US_ASCII);

    assertThatThrownBy(() -> new ResponseReader().feed(endless, 0, endless.length, (_, _, _) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("length");
  }
}
