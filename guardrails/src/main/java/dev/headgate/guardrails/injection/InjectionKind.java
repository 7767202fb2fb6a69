package dev.headgate.guardrails.injection;

import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.guardrails.text.Reading;
import dev.headgate.guardrails.text.Windows;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Injected instructions and attempts to break out of a role.
public final class InjectionKind implements DetectorKind {
  private static final String NAME = "injection";
  private static final String KIND = "prompt-injection";

  // Below it a window is not worth a line in a trace.
  private static final double MIN_SHOWN = 0.001;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Instructions that do not belong there: to forget the model's own, to take another role,"
        + " to give away what it was told. A classifier, so calibrate its threshold on your own"
        + " traffic in shadow before you enforce it";
  }

  @Override
  public double threshold() {
    return InjectionPack.builtIn().threshold();
  }

  @Override
  public Set<Stage> stages() {
    return EnumSet.of(Stage.INPUT, Stage.RETRIEVED, Stage.TOOL_RESULTS);
  }

  @Override
  public Detector read(ConfigNode section) {
    return new Declared();
  }

  /// The detector of the built-in pack.
  ///
  /// @param model the one that the pack names
  public static Detector with(EmbeddingModel model) {
    return new Ready(InjectionPack.builtIn().head(), model);
  }

  private record Declared() implements EmbeddingDetector {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String embedding() {
      return InjectionPack.builtIn().head().embedding();
    }

    @Override
    public Detector with(EmbeddingModel model) {
      return InjectionKind.with(model);
    }

    @Override
    public List<Finding> find(String text) {
      throw new IllegalStateException("the model is missing");
    }
  }

  private record Ready(TwoLayerHead head, EmbeddingModel model) implements Detector {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<Finding> find(String text) {
      var found = new ArrayList<Finding>();
      for (var reading : Reading.of(text)) {
        find(reading, found);
      }
      found.sort(Comparator.comparingInt(Finding::start));
      return found;
    }

    private void find(Reading reading, List<Finding> found) {
      var windows = Windows.of(reading.text());
      var texts = windows.stream().map(window -> window.of(reading.text())).toList();
      var vectors = model.embed(texts, EmbeddingPurpose.DOCUMENT);
      for (int i = 0; i < windows.size(); i++) {
        var score = head.score(Cues.features(vectors.get(i), texts.get(i)));
        if (score >= MIN_SHOWN) {
          var start = reading.origin(windows.get(i).start());
          var end = reading.originOfEnd(windows.get(i).end());
          found.add(new Finding(KIND, start, Math.max(start, end), score));
        }
      }
    }
  }
}
