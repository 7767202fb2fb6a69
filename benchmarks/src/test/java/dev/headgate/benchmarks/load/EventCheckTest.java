package dev.headgate.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EventCheckTest {
  @Test
  void eventsInOrderAreSeenHoweverTheirBytesWereSplit() {
    var text = stream(0, 1, 2, 10_000);
    for (int split = 1; split < text.length; split++) {
      var check = new EventCheck();

      check.bytes(text, 0, split);
      check.bytes(text, split, text.length);

      assertThat(check.takeFresh()).isEqualTo(4);
      assertThat(check.lost()).isEqualTo(10_000 - 3);
      assertThat(check.isDone()).isTrue();
    }
  }

  @Test
  void aLostEventIsNotAReorderedOne() {
    assertThat(check(0, 2, 3).lost()).isEqualTo(1);
    assertThat(check(0, 2, 3).reordered()).isZero();
    assertThat(check(0, 2, 1, 3).lost()).isZero();
    assertThat(check(0, 2, 1, 3).reordered()).isEqualTo(1);
  }

  @Test
  void eventsAreThoseThatTheUpstreamSends() {
    var check = new EventCheck();
    var event = UpstreamAnswers.event(0);

    check.bytes(event, 0, event.length);
    check.bytes(UpstreamAnswers.STREAM_END, 0, UpstreamAnswers.STREAM_END.length);

    assertThat(check.seen()).isEqualTo(1);
    assertThat(check.isDone()).isTrue();
  }

  private static EventCheck check(int... numbers) {
    var check = new EventCheck();
    var text = stream(numbers);
    check.bytes(text, 0, text.length);
    return check;
  }

  private static byte[] stream(int... numbers) {
    var text = new StringBuilder();
    for (var number : numbers) {
      text.append("data: {\"delta\":{\"content\":\"e").append(number).append(" \"}}\n\n");
    }
    return text.append("data: [DONE]\n\n").toString().getBytes(US_ASCII);
  }
}
