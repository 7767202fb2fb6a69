package dev.headgate.evals.pii;

import dev.headgate.evals.pii.PiiCase.Span;
import dev.headgate.kernel.guardrails.Detector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Compares what a detector finds with what is there. Labels are compared by what they mean (a city
/// and a street are both a location), and neighbours of one label count as one span, on both sides.
public final class PiiEvaluation {
  private static final double ENOUGH = .5;

  private final Detector detector;
  private final boolean judgesAll;

  public PiiEvaluation(Detector detector) {
    this(detector, false);
  }

  /// @param judgesAll whether findings of labels that the data does not have are wrong, as in texts
  ///   that hold nothing personal; otherwise they are only counted
  public PiiEvaluation(Detector detector, boolean judgesAll) {
    this.detector = detector;
    this.judgesAll = judgesAll;
  }

  public PiiReport run(List<PiiCase> cases) {
    var known = new HashSet<String>();
    for (var each : cases) {
      each.spans().forEach(span -> known.add(Labels.of(span.label())));
    }
    var byLabel = new TreeMap<String, Counts>();
    var exact = Counts.NONE;
    var letters = Counts.NONE;
    var unjudged = 0;
    for (var each : cases) {
      var gold = joined(each.text(), each.spans());
      var all =
          detector.find(each.text()).stream()
              .map(finding -> new Span(finding.start(), finding.end(), finding.kind()))
              .toList();
      var found =
          joined(
              each.text(),
              all.stream()
                  .filter(span -> judgesAll || known.contains(Labels.of(span.label())))
                  .toList());
      if (!judgesAll) {
        unjudged +=
            (int) all.stream().filter(span -> !known.contains(Labels.of(span.label()))).count();
      }
      exact = exact.plus(exact(gold, found));
      letters = letters.plus(letters(each.text(), gold, found));
      match(gold, found, byLabel);
    }
    var spans = byLabel.values().stream().reduce(Counts.NONE, Counts::plus);
    return new PiiReport(cases.size(), exact, spans, letters, byLabel, unjudged);
  }

  private static List<Span> joined(String text, List<Span> spans) {
    var sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingInt(Span::start));
    var joined = new ArrayList<Span>();
    for (var span : sorted) {
      var label = Labels.of(span.label());
      var last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.label().equals(label)
          && text.substring(last.end(), Math.max(last.end(), span.start()))
              .chars()
              .noneMatch(Character::isLetterOrDigit)) {
        joined.removeLast();
        joined.add(new Span(last.start(), Math.max(last.end(), span.end()), label));
      } else {
        joined.add(new Span(span.start(), span.end(), label));
      }
    }
    return joined;
  }

  private static Counts exact(List<Span> gold, List<Span> found) {
    var there = Set.copyOf(gold);
    var right = (int) found.stream().filter(there::contains).count();
    return new Counts(right, found.size() - right, gold.size() - right);
  }

  private static Counts letters(String text, List<Span> gold, List<Span> found) {
    var there = covered(text, gold);
    var claimed = covered(text, found);
    var right = (BitSet) there.clone();
    right.and(claimed);
    var both = right.cardinality();
    return new Counts(both, claimed.cardinality() - both, there.cardinality() - both);
  }

  private static BitSet covered(String text, List<Span> spans) {
    var covered = new BitSet();
    for (var span : spans) {
      for (var i = span.start(); i < span.end(); i++) {
        if (Character.isLetterOrDigit(text.charAt(i))) {
          covered.set(i);
        }
      }
    }
    return covered;
  }

  private static void match(List<Span> gold, List<Span> found, Map<String, Counts> byLabel) {
    var open = new ArrayList<>(gold);
    for (var span : found) {
      var best =
          open.stream()
              .filter(other -> other.label().equals(span.label()))
              .max(Comparator.comparingDouble(other -> share(other, span)))
              .filter(other -> share(other, span) >= ENOUGH);
      best.ifPresent(open::remove);
      count(byLabel, span.label(), best.isPresent() ? 1 : 0, best.isPresent() ? 0 : 1, 0);
    }
    open.forEach(span -> count(byLabel, span.label(), 0, 0, 1));
  }

  private static void count(
      Map<String, Counts> byLabel, String label, int right, int wrong, int missed) {
    byLabel.merge(label, new Counts(right, wrong, missed), Counts::plus);
  }

  private static double share(Span a, Span b) {
    var shared = Math.min(a.end(), b.end()) - Math.max(a.start(), b.start());
    var all = Math.max(a.end(), b.end()) - Math.min(a.start(), b.start());
    return shared <= 0 ? 0 : (double) shared / all;
  }
}
