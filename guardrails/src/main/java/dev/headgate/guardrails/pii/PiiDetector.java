package dev.headgate.guardrails.pii;

import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.SpanDetector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds personal data and secrets. Thread-safe; of overlapping findings the surer stands.
public final class PiiDetector implements SpanDetector {
  /// From which score a finding counts where nothing else is declared.
  public static final double THRESHOLD = .4;

  private static final Comparator<Finding> SUREST =
      Comparator.comparingDouble((Finding finding) -> -finding.score())
          .thenComparingInt(finding -> finding.start() - finding.end())
          .thenComparingInt(Finding::start)
          .thenComparing(Finding::kind);

  private final Recognisers recognisers = new Recognisers();
  private final NameTagger names = NameTagger.load();
  private final double threshold;

  public PiiDetector() {
    this(THRESHOLD);
  }

  /// @param threshold from which score a finding counts, 0 to 1
  public PiiDetector(double threshold) {
    this.threshold = threshold;
  }

  @Override
  public String name() {
    return "pii";
  }

  @Override
  public Set<String> kinds() {
    var kinds = new TreeSet<>(recognisers.kinds());
    kinds.addAll(NameTagger.KINDS);
    return kinds;
  }

  @Override
  public List<Finding> find(String text) {
    var found = new Found(text);
    names.find(text, found);
    var all = new ArrayList<Finding>(recognisers.find(text));
    all.addAll(found.findings());
    return resolve(all, threshold);
  }

  /// Everything that has the shape of an identifier, a contact or a secret, sure or not,
  /// overlapping or not; without names.
  public List<Finding> candidates(String text) {
    return recognisers.find(text);
  }

  private static List<Finding> resolve(List<Finding> candidates, double threshold) {
    var sorted = new ArrayList<Finding>();
    for (var finding : candidates) {
      if (finding.score() >= threshold) {
        sorted.add(finding);
      }
    }
    if (sorted.size() < 2) {
      return List.copyOf(sorted);
    }
    sorted.sort(SUREST);
    var kept = new TreeMap<Integer, Finding>();
    for (var finding : sorted) {
      var before = kept.lowerEntry(finding.end());
      if (before == null || before.getValue().end() <= finding.start()) {
        kept.put(finding.start(), finding);
      }
    }
    return List.copyOf(kept.values());
  }
}
