package dev.headgate.guardrails.topics;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.classifiers.TextVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Texts about everything under the sun: what topics are told from where a declaration has no
/// examples of anything else.
final class OrdinaryTexts {
  // A text so near to an example may well be about its topic.
  private static final double NEAR = 0.35;

  // Without any, nothing would be off topic.
  private static final int LEAST = 20;

  private static final String FILE = "ordinary.txt";

  private OrdinaryTexts() {}

  /// @param nearest cosine of any example
  private record Measured(String text, double nearest) {}

  /// Those that are about none of the topics, as examples of what belongs to none.
  static List<Example> farFrom(List<Example> examples, TextVectors texts) {
    var declared = texts.of(examples.stream().map(Example::text).toList());
    var ordinary = read();
    var vectors = texts.of(ordinary);
    var measured = new ArrayList<Measured>();
    for (int i = 0; i < ordinary.size(); i++) {
      var vector = vectors.get(i);
      var nearest = declared.stream().mapToDouble(it -> cosine(it, vector)).max().orElse(0);
      measured.add(new Measured(ordinary.get(i), nearest));
    }
    measured.sort(Comparator.comparingDouble(Measured::nearest));
    var far = new ArrayList<Example>();
    for (var one : measured) {
      if (far.size() < LEAST || one.nearest() <= NEAR) {
        far.add(new Example(one.text(), Example.OUT_OF_SCOPE));
      }
    }
    return far;
  }

  private static List<String> read() {
    try (var in = OrdinaryTexts.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double cosine(float[] a, float[] b) {
    var sum = 0d;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
