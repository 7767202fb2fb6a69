package dev.headgate.benchmarks.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts written for the training, as patterns with choices: `{a|b|c}` is one of the three. The
/// same seed gives the same texts.
final class WrittenTexts {
  private static final Pattern CHOICE = Pattern.compile("\\{([^{}]*)}");
  private static final int TRIES = 4;

  /// The source of what was written for a training.
  static final String SOURCE = "written";

  /// The source of what was written only to measure: patterns that are never trained on.
  static final String UNSEEN = "written, patterns not seen";

  private WrittenTexts() {}

  /// @param mark of the lines that are wanted, such as `+`
  /// @param perPattern most texts of a pattern
  static List<String> read(String resource, char mark, int perPattern, long seed)
      throws IOException {
    return byPattern(resource, mark, perPattern, seed).stream().flatMap(List::stream).toList();
  }

  /// The same, those of each pattern apart.
  static List<List<String>> byPattern(String resource, char mark, int perPattern, long seed)
      throws IOException {
    var random = new Random(seed);
    var texts = new ArrayList<List<String>>();
    try (var in = WrittenTexts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing");
      }
      for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.length() > 2 && line.charAt(0) == mark) {
          var found = new LinkedHashSet<String>();
          for (int i = 0; i < perPattern * TRIES && found.size() < perPattern; i++) {
            found.add(filled(line.substring(2), random).strip());
          }
          texts.add(List.copyOf(found));
        }
      }
    }
    return texts;
  }

  private static String filled(String pattern, Random random) {
    return CHOICE
        .matcher(pattern)
        .replaceAll(slot -> {
          var choices = slot.group(1).split("\\|", -1);
          return Matcher.quoteReplacement(choices[random.nextInt(choices.length)]);
        });
  }
}
