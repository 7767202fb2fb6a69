package dev.headgate.providers.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTest {
  private static final String STREAM =
      String.join(
          "",
          "\uFEFFdata: one\n\n",
          ": a comment\ndata:two\ndata: 2\n\n",
          "event: error\r\ndata: thr\u00e9\u20ac😀e\r\n\r\n",
          "id: 7\rdata\rdata:  four\r\r",
          "event: lost\n\n",
          "retry: 5\ndata: \"five: 5\"\nunknown: x\n\n\n\n",
          "data: never ended\n");

  @Test
  void readsEventsAsTheStandardSays() {
    assertThat(decode(STREAM.getBytes(UTF_8), Integer.MAX_VALUE))
        .containsExactly(
            "message|one",
            "message|two\n2",
            "error|thré€😀e",
            "message|\n four",
            "message|\"five: 5\"");
  }

  @Test
  void readsTheSameEventsHoweverTheBytesAreSplit() {
    var bytes = STREAM.getBytes(UTF_8);
    var expected = decode(bytes, Integer.MAX_VALUE);

    for (int size = 1; size <= 40; size++) {
      assertThat(decode(bytes, size)).as("pieces of %d", size).isEqualTo(expected);
    }
    for (int i = 0; i <= bytes.length; i++) {
      var events = new ArrayList<String>();
      var decoder = new EventDecoder();
      decoder.accept(bytes, 0, i, into(events));
      decoder.accept(bytes, i, bytes.length, into(events));
      assertThat(events).as("split at %d", i).isEqualTo(expected);
    }
  }

  @Test
  void readsAnySplitOfAnyBytesTheSame() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var alphabet = "data: event:\n\r\n\r:x \uFEFF".getBytes(UTF_8);
    for (int i = 0; i < 5_000; i++) {
      var bytes = new byte[random.nextInt(120)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] =
            random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      assertThat(decode(bytes, 1 + random.nextInt(9)))
          .as("seed %d", seed)
          .isEqualTo(decode(bytes, Integer.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @CsvSource({"1048576, ''", "1048576, 'data: '"})
  void refusesALineThatIsTooLong(int length, String start) {
    var decoder = new EventDecoder();
    var line = (start + "x".repeat(length + 1)).getBytes(UTF_8);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < line.length; i += 4096) {
                decoder.accept(line, i, Math.min(i + 4096, line.length), (_, _, _) -> {});
              }
            })
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.PROVIDER_MALFORMED, CallFailed::code);
  }

  @Test
  void refusesAnEventThatIsTooLong() {
    var decoder = new EventDecoder();
    var line = ("data: " + "x".repeat(1_000_000) + "\n").getBytes(UTF_8);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 18; i++) {
                decoder.accept(line, 0, line.length, (_, _, _) -> {});
              }
            })
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.PROVIDER_MALFORMED, CallFailed::code);
  }

  private static List<String> decode(byte[] bytes, int size) {
    var events = new ArrayList<String>();
    var decoder = new EventDecoder();
    var piece = Math.min(size, Math.max(bytes.length, 1));
    for (int i = 0; i < bytes.length; i += piece) {
      decoder.accept(bytes, i, Math.min(i + piece, bytes.length), into(events));
    }
    return events;
  }

  private static EventSink into(List<String> events) {
    return (type, data, length) -> {
      var text = new ByteArrayOutputStream();
      text.write(data, 0, length);
      events.add(type + "|" + text.toString(UTF_8));
    };
  }
}
