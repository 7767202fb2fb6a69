package dev.headgate.inference.answers;

import dev.headgate.inference.answers.LogisticTrainer.Example;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Fits the weights of [ExtractiveAnswerer] and shows how well they are calibrated on questions
/// kept back. Arguments: the folder of the public data, the file to write the weights to, and a
/// file for vectors between runs. The same data gives the same weights.
final class AnswerTraining {
  private static final int KEPT_BACK_OF = 5;

  private AnswerTraining() {}

  /// A case with its candidates measured.
  private record Sample(TrainingData.Case asked, List<Ranking.Measured> measured, boolean gap) {
    boolean isKeptBack() {
      return Math.floorMod(asked.question().hashCode(), KEPT_BACK_OF) == 0;
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (var models = new EmbeddingModels()) {
      var model = models.require(ExtractiveAnswerer.EMBEDDING_MODEL);
      var embeddings = new CachedEmbeddings(model);
      embeddings.load(Path.of(arguments[2]));
      var ranking = new Ranking(embeddings, model::wordWeight);
      var samples = new ArrayList<Sample>();
      for (var asked : new TrainingData(Path.of(arguments[0]), embeddings).read()) {
        var question = Question.of(asked.question());
        var passages = Ranking.read(asked.hits());
        var measured = ranking.measure(question, passages);
        if (!measured.isEmpty()) {
          samples.add(new Sample(asked, measured, Gap.isBetween(question, passages)));
        }
      }
      embeddings.save(Path.of(arguments[2]));
      train(samples, Path.of(arguments[1]));
    }
  }

  private static void train(List<Sample> samples, Path target) throws IOException {
    var sentences = new ArrayList<Example<Feature>>();
    for (var sample : samples) {
      if (!sample.isKeptBack() && !sample.asked.answers().isEmpty()) {
        var weight = sample.asked.kind().equals("qnli") ? .5 : 1;
        for (var measured : sample.measured) {
          sentences.add(new Example<>(measured.features(), answers(sample, measured), weight));
        }
      } else if (!sample.isKeptBack() && sample.asked.kind().equals("qnli")) {
        sentences.add(new Example<>(sample.measured.getFirst().features(), false, .5));
      }
    }
    var ranker = LogisticTrainer.fit(Feature.class, sentences);
    var rankModel = ranker.model();
    var evidence = new ArrayList<Example<Evidence>>();
    for (var sample : samples) {
      if (!sample.isKeptBack()) {
        var judged = judge(rankModel, sample);
        evidence.add(
            new Example<>(ExtractiveAnswerer.evidence(judged), isRight(sample, judged), 1));
      }
    }
    var judge = LogisticTrainer.fit(Evidence.class, evidence);
    var judgeModel = judge.model();
    var calibration =
        CalibrationFit.fit(
            evidence.stream()
                .map(example ->
                    new CalibrationFit.Outcome(
                        Logistic.probability(judgeModel.logit(example.features())),
                        example.label()))
                .toList());
    write(target, ranker, judge, calibration);
    report(samples, new Weights(rankModel, judgeModel, calibration));
  }

  private static boolean answers(Sample sample, Ranking.Measured measured) {
    var chunk = measured.candidate().passage().chunk();
    return chunk.document().equals(sample.asked.gold())
        && holds(measured.candidate().quoted().text(), sample.asked.answers());
  }

  private static List<ExtractiveAnswerer.Judged> judge(Logistic<Feature> ranker, Sample sample) {
    return sample.measured.stream()
        .map(one -> new ExtractiveAnswerer.Judged(one, ranker.logit(one.features())))
        .sorted(Comparator.comparingDouble(judged -> -judged.logit()))
        .toList();
  }

  private static boolean isRight(Sample sample, List<ExtractiveAnswerer.Judged> judged) {
    return ExtractiveAnswerer.quotes(judged).stream()
        .anyMatch(quote ->
            quote.chunk().document().equals(sample.asked.gold())
                && holds(quote.text(), sample.asked.answers()));
  }

  private static boolean holds(String text, List<String> answers) {
    var words = " " + String.join(" ", Words.of(text)) + " ";
    return answers.stream()
        .anyMatch(answer -> words.contains(" " + String.join(" ", Words.of(answer)) + " "));
  }

  private static void write(
      Path target,
      LogisticTrainer.Fit<Feature> ranker,
      LogisticTrainer.Fit<Evidence> judge,
      Calibration calibration)
      throws IOException {
    var text = new StringBuilder("# Written by AnswerTraining.\n");
    append(text, "rank", ranker);
    append(text, "confidence", judge);
    for (var i = 0; i < calibration.knots().size(); i++) {
      var knot = calibration.knots().get(i);
      text.append("calibration.SAID.%d=%.4f%n".formatted(i, knot.said()));
      text.append("calibration.RIGHT.%d=%.4f%n".formatted(i, knot.right()));
    }
    Files.writeString(target, text);
  }

  private static <F extends Enum<F>> void append(
      StringBuilder text, String prefix, LogisticTrainer.Fit<F> fit) {
    text.append("%s.BIAS=%.4f%n".formatted(prefix, fit.bias()));
    fit.weights()
        .forEach((feature, weight) ->
            text.append("%s.%s=%.4f%n".formatted(prefix, feature.name(), weight)));
  }

  private static void report(List<Sample> samples, Weights weights) {
    var all = new Reliability();
    Map<String, Reliability> byKind = new TreeMap<>();
    for (var sample : samples) {
      if (sample.isKeptBack()) {
        var judged = judge(weights.ranker(), sample);
        var confidence = weights.confidence(judged, sample.gap);
        var right = isRight(sample, judged);
        var kind =
            sample.asked.kind()
                + (sample.asked.answers().isEmpty() ? " unanswerable" : " answerable");
        all.add(confidence, right);
        byKind.computeIfAbsent(kind, _ -> new Reliability()).add(confidence, right);
      }
    }
    byKind.forEach(
        (kind, reliability) -> System.out.printf("%-28s %s%n", kind, reliability.line()));
    System.out.printf("%-28s %s%n%s", "all", all.line(), all.table());
  }
}
