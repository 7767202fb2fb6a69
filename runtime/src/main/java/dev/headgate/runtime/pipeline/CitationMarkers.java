package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.search.Hit;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads `[2]` and `[1, 3]` in a generated answer as the numbers of the documents it was given.
final class CitationMarkers {
  private static final Pattern MARKER = Pattern.compile("\\[(\\d{1,3}(?:, ?\\d{1,3}){0,9})]");

  private CitationMarkers() {}

  /// The cited chunks, each once, by number; numbers that no document has are left out.
  static List<Citation> read(String text, List<Hit> hits) {
    var numbers = new TreeSet<Integer>();
    var marker = MARKER.matcher(text);
    while (marker.find()) {
      for (var number : marker.group(1).split(", ?", -1)) {
        numbers.add(Integer.parseInt(number));
      }
    }
    return numbers.stream()
        .filter(number -> number >= 1 && number <= hits.size())
        .map(number -> hits.get(number - 1).chunk())
        .map(chunk ->
            new Citation(chunk.document(), chunk.title(), chunk.start(), chunk.end(), chunk.text()))
        .toList();
  }
}
