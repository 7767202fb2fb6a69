package dev.headgate.contracts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The fuzz target on texts made of the pieces that matter; the same ones on every run.
final class ReaderFuzzTest {
  private static final int ROUNDS = 40_000;
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\"a\"",
          "\"b\"",
          "\"c\":",
          "\"d\"",
          "\"x\"",
          "\"xy\"",
          "null",
          "true",
          "fal",
          "1",
          "-",
          "0",
          ".5",
          "e9",
          "e99999",
          " ",
          "\n",
          "```",
          "```json\n",
          "<think>",
          "</think>",
          "<",
          "Here: ",
          "[see]",
          "{\"a\":\"x\"}",
          "[1,2]",
          "\"é\\u00e9\"",
          "\\ud800",
          "\ud83d\ude00",
          "\ufeff",
          "\"abc\"",
          "\"abcd\"",
          "\u0000");

  @Test
  void readsWhateverAModelWrites() {
    var random = new Random(20261121);
    for (var round = 0; round < ROUNDS; round++) {
      var bytes = new ByteArrayOutputStream();
      bytes.write(random.nextInt(256));
      bytes.write(random.nextInt(256));
      var length = 1 + random.nextInt(14);
      for (var i = 0; i < length; i++) {
        bytes.writeBytes(
            PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
      }
      ReaderFuzz.fuzzerTestOneInput(bytes.toByteArray());
    }
  }
}
