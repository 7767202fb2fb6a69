package dev.headgate.guardrails.heads;

import dev.headgate.guardrails.text.Reading;
import dev.headgate.guardrails.text.Windows;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Judges the windows of a text, in every way to read it, by heads over their vectors and words.
///
/// @param name of the detector
/// @param heads by the kind of what they find, at least one, all over the vectors of one model
public record WindowHeads(String name, Map<String, TwoLayerHead> heads, Cues cues)
    implements EmbeddingDetector {
  // Below it a window is not worth a line in a trace.
  private static final double MIN_SHOWN = 0.001;

  public WindowHeads {
    heads = new LinkedHashMap<>(heads);
  }

  @Override
  public String embedding() {
    return heads.values().iterator().next().embedding();
  }

  @Override
  public Detector with(EmbeddingModel model) {
    return new Ready(this, model);
  }

  @Override
  public List<Finding> find(String text) {
    throw new IllegalStateException("the model is missing");
  }

  private record Ready(WindowHeads declared, EmbeddingModel model) implements Detector {
    @Override
    public String name() {
      return declared.name;
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
        var features = declared.cues.features(vectors.get(i), texts.get(i));
        var start = reading.origin(windows.get(i).start());
        var end = Math.max(start, reading.originOfEnd(windows.get(i).end()));
        declared.heads.forEach((kind, head) -> {
          var score = head.score(features);
          if (score >= MIN_SHOWN) {
            found.add(new Finding(kind, start, end, score));
          }
        });
      }
    }
  }
}
