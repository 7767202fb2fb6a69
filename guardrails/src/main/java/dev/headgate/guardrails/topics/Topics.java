package dev.headgate.guardrails.topics;

import dev.headgate.guardrails.text.Reading;
import dev.headgate.guardrails.text.Windows;
import dev.headgate.guardrails.text.Windows.Window;
import dev.headgate.kernel.classifiers.Classifier;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The declared topics of one section.
///
/// @param examples of allowed and refused topics
/// @param allowed names; if there are none, whatever is not refused may pass
/// @param leastWords of a text that may be off topic
record Topics(List<Example> examples, Set<String> allowed, int leastWords)
    implements EmbeddingDetector {
  /// What is found where a text is near no allowed topic.
  static final String OFF_TOPIC = "off-topic";

  // The model of the other heads, so that all read the same vectors.
  private static final String EMBEDDING = "all-minilm-l6-v2";

  // Nobody knows how many texts are about none of the topics.
  private static final double OTHER_SHARE = 0.5;

  Topics {
    examples = List.copyOf(examples);
    allowed = Set.copyOf(allowed);
  }

  @Override
  public String name() {
    return TopicKind.NAME;
  }

  @Override
  public String embedding() {
    return EMBEDDING;
  }

  @Override
  public Detector with(EmbeddingModel model) {
    var texts = new TextVectors(List.of(model));
    var known = new ArrayList<>(examples);
    known.addAll(OrdinaryTexts.farFrom(examples, texts));
    var classifier = ClassifierTrainer.train(known, texts, OTHER_SHARE).classifier();
    return new Learned(classifier, texts, allowed, leastWords);
  }

  @Override
  public List<Finding> find(String text) {
    throw new IllegalStateException("the model is missing");
  }

  private record Learned(
      Classifier classifier, TextVectors texts, Set<String> allowed, int leastWords)
      implements Detector {
    @Override
    public String name() {
      return TopicKind.NAME;
    }

    @Override
    public List<Finding> find(String text) {
      var found = new ArrayList<Finding>();
      var near = 0d;
      for (var reading : Reading.of(text)) {
        var windows = Windows.of(reading.text());
        var vectors = texts.of(windows.stream().map(it -> it.of(reading.text())).toList());
        for (int i = 0; i < windows.size(); i++) {
          near = Math.max(near, judge(reading, windows.get(i), vectors.get(i), found));
        }
      }
      if (!allowed.isEmpty() && words(text) >= leastWords) {
        found.add(new Finding(OFF_TOPIC, 0, text.length(), Math.clamp(1 - near, 0, 1)));
      }
      found.sort(Comparator.comparingInt(Finding::start));
      return found;
    }

    /// Adds how likely a window is about each refused topic, and returns how likely it is about an
    /// allowed one.
    private double judge(Reading reading, Window window, float[] vector, List<Finding> found) {
      var probabilities = classifier.probabilities(vector, OTHER_SHARE);
      var near = 0d;
      for (int i = 0; i < probabilities.length; i++) {
        var topic = classifier.labels().get(i);
        if (allowed.contains(topic)) {
          near += probabilities[i];
        } else {
          var start = reading.origin(window.start());
          var end = Math.max(start, reading.originOfEnd(window.end()));
          found.add(new Finding(topic, start, end, Math.clamp(probabilities[i], 0, 1)));
        }
      }
      return near;
    }

    private static int words(String text) {
      var words = 0;
      for (int i = 0; i < text.length(); i++) {
        var begins = Character.isLetterOrDigit(text.charAt(i));
        words += begins && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1))) ? 1 : 0;
      }
      return words;
    }
  }
}
