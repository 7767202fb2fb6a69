package dev.headgate.evals.routing;

import dev.headgate.evals.routing.RoutingReport.Judged;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.difficulty.Difficulty;
import dev.headgate.runtime.difficulty.RecordedPrompt;
import dev.headgate.runtime.difficulty.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Learns which prompts are easy, and tries what was learned, and the threshold that was set by it,
/// on others.
public final class RoutingEvaluation {
  private static final int FOLDS = 5;

  private final TextVectors texts;
  private final Target target;

  public RoutingEvaluation(EmbeddingModel model, Target target) {
    this.texts = new TextVectors(List.of(new OnceEmbedded(model)));
    this.target = target;
  }

  /// Learns from some prompts and tries it on others.
  public RoutingReport trained(List<RoutingCase> train, List<RoutingCase> test) {
    return new RoutingReport(judged(train, test));
  }

  /// Tries every fifth of the prompts by what was learned from the rest.
  ///
  /// @param bySource whether prompts of one source are never in both
  public RoutingReport crossValidated(List<RoutingCase> cases, boolean bySource) {
    var folds = bySource ? bySource(cases) : shuffled(cases);
    var judged = new ArrayList<Judged>();
    for (int fold = 0; fold < FOLDS; fold++) {
      var rest = new ArrayList<RoutingCase>();
      for (int other = 0; other < FOLDS; other++) {
        if (other != fold) {
          rest.addAll(folds.get(other));
        }
      }
      judged.addAll(judged(rest, folds.get(fold)));
    }
    return new RoutingReport(judged);
  }

  private List<Judged> judged(List<RoutingCase> train, List<RoutingCase> test) {
    var prompts = train.stream().map(RoutingCase::prompt).toList();
    var needHard = prompts.stream().filter(RecordedPrompt::needsHard).count();
    if (needHard == 0 || needHard == prompts.size()) {
      throw CallFailed.invalid(
          "data",
          "of %d prompts to learn from, %d need the hard model; there must be some of both kinds"
              .formatted(prompts.size(), needHard));
    }
    var trained =
        ClassifierTrainer.train(prompts.stream().map(RecordedPrompt::example).toList(), texts, 0);
    var threshold = target.threshold(Difficulty.curve(prompts, trained));
    return test.stream()
        .map(one -> {
          var vector = texts.of(one.prompt().example().text());
          var score = Difficulty.score(trained.classifier().classify(vector, 0));
          return new Judged(one, score, score < threshold);
        })
        .toList();
  }

  private static List<List<RoutingCase>> shuffled(List<RoutingCase> cases) {
    var order = new ArrayList<>(cases);
    Collections.shuffle(order, new Random(1));
    var folds = empty();
    for (int i = 0; i < order.size(); i++) {
      folds.get(i % FOLDS).add(order.get(i));
    }
    return folds;
  }

  // The largest source first, each where there is least.
  private static List<List<RoutingCase>> bySource(List<RoutingCase> cases) {
    var sources =
        cases.stream().collect(Collectors.groupingBy(RoutingCase::source)).entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<String, List<RoutingCase>> it) -> -it.getValue().size())
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getValue)
            .toList();
    if (sources.size() < FOLDS) {
      throw CallFailed.invalid(
          "data",
          "the prompts are of %d sources; it takes %d to leave some out in turn"
              .formatted(sources.size(), FOLDS));
    }
    var folds = empty();
    for (var source : sources) {
      Collections.min(folds, Comparator.comparingInt(List::size)).addAll(source);
    }
    return folds;
  }

  private static List<List<RoutingCase>> empty() {
    return IntStream.range(0, FOLDS).<List<RoutingCase>>mapToObj(_ -> new ArrayList<>()).toList();
  }
}
