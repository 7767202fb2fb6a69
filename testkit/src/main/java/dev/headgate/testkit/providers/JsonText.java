package dev.headgate.testkit.providers;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Pieces of JSON for replies that are written as text.
final class JsonText {
  private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");
  private static final Pattern USAGE = Pattern.compile("\"include_usage\"\\s*:\\s*true");

  private JsonText() {}

  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  static String array(List<String> elements) {
    return elements.stream().collect(Collectors.joining(",", "[", "]"));
  }

  static String numbers(float[] vector) {
    var numbers = new StringBuilder("[");
    for (int i = 0; i < vector.length; i++) {
      numbers.append(i == 0 ? "" : ",").append(vector[i]);
    }
    return numbers.append(']').toString();
  }

  /// Whether a request asks for a stream with the member that most dialects use.
  static boolean wantsStream(ReceivedRequest request) {
    return STREAM.matcher(request.body()).find();
  }

  /// Whether a request asks for the token counts of a stream.
  static boolean wantsUsage(ReceivedRequest request) {
    return USAGE.matcher(request.body()).find();
  }
}
