package dev.headgate.guardrails.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Text that is written in base64, in hexadecimal digits, or with its letters turned. Bounded: only
/// the beginning of a run is decoded, and of so many runs, and what was decoded is not decoded
/// again.
final class Encoded {
  private static final int MIN_RUN = 16;
  private static final int MAX_RUN = 16_384;
  private static final int MAX_RUNS = 16;
  private static final int MAX_TURNED = 4_096;

  private static final Set<String> COMMON =
      Set.of(
          "the",
          "and",
          "you",
          "your",
          "to",
          "of",
          "is",
          "in",
          "that",
          "this",
          "all",
          "for",
          "are",
          "not",
          "with",
          "ignore",
          "instructions",
          "previous",
          "prompt",
          "system",
          "tell",
          "me");

  /// @param start of the run in the text
  record Run(int start, int end, String decoded) {}

  private Encoded() {}

  static List<Run> find(String text) {
    var found = new ArrayList<Run>();
    var from = 0;
    while (from < text.length() && found.size() < MAX_RUNS) {
      var to = from;
      while (to < text.length() && isDigit(text.charAt(to))) {
        to++;
      }
      if (to - from >= MIN_RUN) {
        var start = from;
        var end = to;
        decode(text.substring(start, Math.min(end, start + MAX_RUN)))
            .ifPresent(decoded -> found.add(new Run(start, end, decoded)));
      }
      from = to + 1;
    }
    return found;
  }

  /// The text with its letters turned by 13 places, if that reads like language and the text does
  /// not.
  static Optional<String> turned(String text) {
    if (text.length() < MIN_RUN || text.length() > MAX_TURNED) {
      return Optional.empty();
    }
    var turned = turn(text);
    var plain = commonWords(text);
    var other = commonWords(turned);
    return other >= 3 && other > 2 * plain ? Optional.of(turned) : Optional.empty();
  }

  static String turn(String text) {
    var turned = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      turned.append(turn(text.charAt(i)));
    }
    return turned.toString();
  }

  private static char turn(char c) {
    var small = (char) (c | 0x20);
    if (small < 'a' || small > 'z') {
      return c;
    }
    return (char) (small <= 'm' ? c + 13 : c - 13);
  }

  private static int commonWords(String text) {
    var count = 0;
    for (var word : text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
      count += COMMON.contains(word) ? 1 : 0;
    }
    return count;
  }

  private static boolean isDigit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '-'
        || c == '_'
        || c == '=';
  }

  private static Optional<String> decode(String run) {
    return hex(run).or(() -> base64(run)).filter(Encoded::isReadable);
  }

  private static Optional<String> hex(String run) {
    try {
      return run.length() % 2 == 0 ? text(HexFormat.of().parseHex(run)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> base64(String run) {
    var body = run.replace("=", "");
    // One digit alone at the end says nothing: the run was cut there.
    var whole = body.length() % 4 == 1 ? body.substring(0, body.length() - 1) : body;
    var usual = whole.replace('-', '+').replace('_', '/');
    try {
      return text(Base64.getDecoder().decode(usual));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  // Letters, mostly, with spaces between them.
  private static boolean isReadable(String text) {
    var letters = 0;
    var spaces = 0;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      letters += Character.isLetter(c) ? 1 : 0;
      spaces += c == ' ' || c == '\n' ? 1 : 0;
      if (c < ' ' && c != '\n' && c != '\t' && c != '\r') {
        return false;
      }
    }
    return letters >= 0.6 * text.length() && spaces >= 1;
  }
}
