package dev.headgate.guardrails.moderation;

import dev.headgate.guardrails.heads.WindowHeads;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The declared categories of one section.
///
/// @param heads of the categories
/// @param lexicon further detectors, which need no model
/// @param thresholds of the categories that have their own
record Moderation(WindowHeads heads, List<Detector> lexicon, Map<String, Double> thresholds)
    implements EmbeddingDetector {
  Moderation {
    lexicon = List.copyOf(lexicon);
    thresholds = Map.copyOf(thresholds);
  }

  @Override
  public String name() {
    return heads.name();
  }

  @Override
  public String embedding() {
    return heads.embedding();
  }

  @Override
  public OptionalDouble threshold(String kind) {
    var own = thresholds.get(kind);
    return own == null ? OptionalDouble.empty() : OptionalDouble.of(own);
  }

  @Override
  public Detector with(EmbeddingModel model) {
    var detectors = new ArrayList<Detector>(lexicon);
    detectors.add(heads.with(model));
    return new Ready(this, detectors);
  }

  @Override
  public List<Finding> find(String text) {
    return heads.find(text);
  }

  private record Ready(Moderation declared, List<Detector> detectors) implements Detector {
    @Override
    public String name() {
      return declared.name();
    }

    @Override
    public OptionalDouble threshold(String kind) {
      return declared.threshold(kind);
    }

    @Override
    public List<Finding> find(String text) {
      return detectors.stream()
          .flatMap(detector -> detector.find(text).stream())
          .sorted(Comparator.comparingInt(Finding::start))
          .toList();
    }
  }
}
