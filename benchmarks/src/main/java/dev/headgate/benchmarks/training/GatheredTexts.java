package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Texts of public sets that are gathered for a training, each once, in order.
final class GatheredTexts {
  private static final int MAX_OF_A_KIND = 1_500;

  private final Map<String, DetectionCase> texts = new LinkedHashMap<>();

  void add(String text, boolean isPositive, String source) {
    if (!text.isBlank()) {
      texts.putIfAbsent(text.strip(), new DetectionCase(text.strip(), isPositive, source));
    }
  }

  /// Ordinary texts of a file: the same rows every time, from all over the file.
  void sample(Path file, String key, String source) throws IOException {
    var rows = Rows.json(file);
    var step = Math.max(1, rows.size() / MAX_OF_A_KIND);
    for (int i = 0; i < rows.size(); i += step) {
      add(Rows.text(rows.get(i), key), false, source);
    }
  }

  List<DetectionCase> all() {
    return new ArrayList<>(texts.values());
  }
}
