package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.OptionalLong;

/// Finds how many output tokens a request asks for at most, without taking it apart. A quote within
/// a JSON text is escaped, so `"max_tokens"` followed by a colon is a key wherever it stands; of
/// several numbers the largest counts.
final class OutputBound {
  private static final byte[][] KEYS = {
    "\"max_tokens\"".getBytes(US_ASCII),
    "\"max_completion_tokens\"".getBytes(US_ASCII),
    "\"max_output_tokens\"".getBytes(US_ASCII),
    "\"maxOutputTokens\"".getBytes(US_ASCII)
  };
  private static final int MAX_DIGITS = 10;

  private OutputBound() {}

  static OptionalLong in(byte[] json) {
    var most = -1L;
    for (int i = 0; i + 1 < json.length; i++) {
      // All keys begin with "max.
      if (json[i] == '"' && json[i + 1] == 'm') {
        for (var key : KEYS) {
          if (startsWith(json, i, key)) {
            most = Math.max(most, numberAfter(json, i + key.length));
          }
        }
      }
    }
    return most < 0 ? OptionalLong.empty() : OptionalLong.of(most);
  }

  private static boolean startsWith(byte[] json, int at, byte[] key) {
    if (at + key.length > json.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (json[at + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private static long numberAfter(byte[] json, int from) {
    var at = skipSpace(json, from);
    if (at >= json.length || json[at] != ':') {
      return -1;
    }
    at = skipSpace(json, at + 1);
    var number = 0L;
    var digits = 0;
    while (at < json.length && json[at] >= '0' && json[at] <= '9' && digits < MAX_DIGITS) {
      number = number * 10 + json[at++] - '0';
      digits++;
    }
    return digits == 0 ? -1 : number;
  }

  private static int skipSpace(byte[] json, int from) {
    var at = from;
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\t' || json[at] == '\r')) {
      at++;
    }
    return at;
  }
}
