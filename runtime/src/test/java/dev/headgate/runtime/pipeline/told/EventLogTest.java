package dev.headgate.runtime.pipeline.told;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventLogTest {
  @Test
  void givesBackWhatItGot() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var log = new EventLog();
      var pieces = new ArrayList<String>();
      for (int i = 0; i < 100; i++) {
        var piece =
            "data: {\"id\":\"a\",\"text\":\""
                + "x".repeat(random.nextInt(300))
                + random.nextInt(99)
                + "\"}";
        pieces.add(random.nextInt(5) == 0 ? piece.substring(random.nextInt(8)) : piece);
      }
      append(log, pieces);

      assertThat(replayed(log)).as("seed %d", seed).isEqualTo(String.join("", pieces));
    }
  }

  @Test
  void keepsOnlyWhatDiffers() {
    var log = new EventLog();
    var pieces = new ArrayList<String>();
    for (int i = 0; i < 20_000; i++) {
      pieces.add(
          "data: {\"id\":\"chatcmpl-1234567890\",\"choices\":[{\"delta\":\"%4d\"}]}\n\n"
              .formatted(i % 9_999));
    }
    append(log, pieces);

    assertThat(log.isFull()).as("1.2 MB of events").isFalse();
    assertThat(replayed(log)).isEqualTo(String.join("", pieces));
  }

  @Test
  void givesUpBeyondItsBound() {
    var log = new EventLog();
    var random = new byte[1_000];
    for (int i = 0; i <= EventLog.MAX_BYTES / 1_000; i++) {
      new Random(i).nextBytes(random);
      log.append(random, 0, random.length);
    }

    assertThat(log.isFull()).isTrue();
  }

  private static void append(EventLog log, List<String> pieces) {
    for (var piece : pieces) {
      var bytes = ("??" + piece + "??").getBytes(UTF_8);
      log.append(bytes, 2, bytes.length - 4);
    }
  }

  private static String replayed(EventLog log) {
    var out = new ByteArrayOutputStream();
    log.replay(out::write);
    return out.toString(UTF_8);
  }
}
