package dev.headgate.benchmarks.training;

import dev.headgate.benchmarks.training.HeadTraining.Text;
import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.guardrails.injection.InjectionCues;
import dev.headgate.guardrails.injection.InjectionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Trains the head that finds injected instructions, measures it on rows that it has not seen and
/// on sources that were left out, and writes the model pack.
public final class TrainInjection {
  private static final long SEED = 20260301;
  private static final double FALSE_POSITIVES = .01;
  private static final String NOT_INJECT = "notinject";

  private final HeadTraining training;
  private final List<Text> trainable;
  private final List<Text> measuring;

  private TrainInjection(HeadTraining training, List<Text> trainable, List<Text> measuring) {
    this.training = training;
    this.trainable = trainable;
    this.measuring = measuring;
  }

  /// @param arguments the folder of the data, the folder of the pack, and, if vectors shall be kept
  ///   for the next time, a file for them
  public static void main(String[] arguments) throws IOException {
    var texts = InjectionTexts.read(Path.of(arguments[0]));
    var training = new HeadTraining(InjectionCues.ALL, SEED);
    var read =
        training.read(
            List.of(texts.trainable(), texts.measuring()),
            arguments.length > 2 ? Path.of(arguments[2]) : null);
    new TrainInjection(training, read.get(0), read.get(1)).run(Path.of(arguments[1]));
  }

  private void run(Path pack) throws IOException {
    var head = training.train(HeadTraining.taught(trainable));
    var threshold = training.threshold(trainable, FALSE_POSITIVES);
    var known = report("unseen rows of known sources", HeadTraining.aside(trainable), head);
    HeadTraining.say(HeadTraining.line(known));
    HeadTraining.say(HeadTraining.at(known, threshold));
    new DetectionReport("aside", known.scored(), threshold, 0)
        .accuracyBySource()
        .forEach(
            (source, value) -> HeadTraining.say("  accuracy of %s: %.4f".formatted(source, value)));
    var ordinary = HeadTraining.benign(measuring);
    HeadTraining.say(
        HeadTraining.at(
            report("benign text of sources never trained on", ordinary, head), threshold));
    for (var source : HeadTraining.sources(ordinary, _ -> true)) {
      var of = report(source, HeadTraining.from(source, ordinary), head);
      HeadTraining.say("  " + HeadTraining.at(of, threshold));
    }
    training.leaveSourcesOut(trainable, measuring);
    overDefence(threshold);
    PackFolder.write(
        pack,
        "injection-1",
        InjectionKind.WEIGHTS,
        Map.of(InjectionKind.HEAD, head),
        String.format(Locale.ROOT, "%s=%.4f", HeadPack.THRESHOLD, threshold));
    HeadTraining.writeTrainedOn(pack, HeadTraining.taught(trainable));
  }

  /// How many harmless texts with the words of attacks are let through by a head that knows none of
  /// their kind.
  private void overDefence(double threshold) {
    var head =
        training.train(
            HeadTraining.taught(trainable).stream()
                .filter(text -> !text.isFrom(NOT_INJECT))
                .toList());
    var report =
        report(
            "left out: " + NOT_INJECT,
            HeadTraining.benign(HeadTraining.from(NOT_INJECT, trainable)),
            head);
    HeadTraining.say(
        "over-defence, notinject left out: %.4f of %d are let through"
            .formatted(1 - report.falseAlarmsFrom(threshold), report.negatives()));
  }

  private static DetectionReport report(String name, List<Text> texts, TwoLayerHead head) {
    return HeadTraining.report(name, texts, text -> text.score(head));
  }
}
