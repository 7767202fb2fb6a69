package dev.headgate.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What an answer shall be:
///
/// - `[[delay=200 bytes=1024]]` is whole, of that size, after so many milliseconds;
/// - `[[events=1200 every=50]]` is streamed, one numbered event every so many milliseconds;
/// - `[[flood=NAME kilobytes=4096]]` is streamed as fast as it is taken, an event a kilobyte.
sealed interface UpstreamScript {
  record Whole(int delayMillis, byte[] answer) implements UpstreamScript {}

  record Events(int count, int everyMillis) implements UpstreamScript {}

  record Flooding(String name, int kilobytes) implements UpstreamScript {}

  static UpstreamScript parse(String text) {
    var values = new HashMap<String, String>();
    for (var pair : text.split(" ", -1)) {
      var parts = pair.split("=", 2);
      values.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    if (values.containsKey("events")) {
      return new Events(number(values, "events", 0), number(values, "every", 50));
    }
    if (values.containsKey("flood")) {
      return new Flooding(values.getOrDefault("flood", ""), number(values, "kilobytes", 1_024));
    }
    var bytes = number(values, "bytes", 1_024);
    return new Whole(number(values, "delay", 0), UpstreamAnswers.whole(bytes));
  }

  private static int number(Map<String, String> values, String name, int otherwise) {
    var value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /// What stands between the brackets of a request, empty if there are none.
  static String find(byte[] body, int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (body[i] == '[' && body[i + 1] == '[') {
        var start = i + 2;
        var end = start;
        while (end < to && body[end] != ']') {
          end++;
        }
        return new String(body, start, end - start, StandardCharsets.US_ASCII);
      }
    }
    return "";
  }
}
