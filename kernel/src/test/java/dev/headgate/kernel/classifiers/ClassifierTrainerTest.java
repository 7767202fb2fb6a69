package dev.headgate.kernel.classifiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is learned of texts whose vectors are drawn around the centre of their intent, so near to
/// each other that some cannot be told apart.
final class ClassifierTrainerTest {
  private static final int INTENTS = 12;
  private static final double SHARE = 0.2;

  @TempDir private Path folder;

  private final TextVectors texts = new TextVectors(List.of(new Clouds("a"), new Clouds("b")));

  /// A text `intent 3, draw 17` lies near the centre of intent 3, and one out of scope anywhere.
  private record Clouds(String name) implements EmbeddingModel {
    private static final double SPREAD = 0.38;

    @Override
    public String version() {
      return name;
    }

    @Override
    public int dimension() {
      return 24;
    }

    @Override
    public int maxTokens() {
      return 512;
    }

    @Override
    public int countTokens(String text) {
      return 1;
    }

    @Override
    public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
      return texts.stream().map(this::embed).toList();
    }

    private float[] embed(String text) {
      var parts = text.split(", draw ", 2);
      var centre = new Random((name + parts[0]).hashCode());
      var noise = new Random((name + text).hashCode());
      var vector = new float[dimension()];
      var square = 0.0;
      for (int j = 0; j < vector.length; j++) {
        vector[j] =
            (float)
                (centre.nextGaussian() / Math.sqrt(vector.length)
                    + (parts.length == 1 ? 0 : SPREAD * noise.nextGaussian()));
        square += vector[j] * vector[j];
      }
      for (int j = 0; j < vector.length; j++) {
        vector[j] /= (float) Math.sqrt(square);
      }
      return vector;
    }
  }

  private static List<Example> examples(int from, int each) {
    var examples = new ArrayList<Example>();
    for (int intent = 0; intent < INTENTS; intent++) {
      for (int draw = from; draw < from + each; draw++) {
        examples.add(new Example("intent " + intent + ", draw " + draw, "intent-" + intent));
      }
    }
    return examples;
  }

  private static List<Example> outside(int from, int count) {
    var examples = new ArrayList<Example>();
    for (int draw = from; draw < from + count; draw++) {
      examples.add(new Example("strange " + draw + ", draw 0", Example.OUT_OF_SCOPE));
    }
    return examples;
  }

  private static List<Example> both(List<Example> some, List<Example> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private List<Classifier.Guess> guesses(Classifier by, List<Example> examples) {
    return examples.stream().map(it -> by.classify(texts.of(it.text()), SHARE)).toList();
  }

  private static double accuracy(List<Example> examples, List<Classifier.Guess> guesses) {
    var right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += examples.get(i).label().equals(guesses.get(i).label()) ? 1 : 0;
    }
    return right / (double) examples.size();
  }

  /// Expected calibration error over ten bins: Naeini et al., AAAI 2015.
  private static double calibrationError(List<Example> examples, List<Classifier.Guess> guesses) {
    var sums = new double[10];
    for (int i = 0; i < examples.size(); i++) {
      var guess = guesses.get(i);
      var isRight = examples.get(i).label().equals(guess.label());
      sums[Math.min(9, (int) (guess.probability() * 10))] +=
          guess.probability() - (isRight ? 1 : 0);
    }
    var error = 0.0;
    for (var sum : sums) {
      error += Math.abs(sum);
    }
    return error / examples.size();
  }

  @Test
  void learnsAndKnowsHowSureItMayBe() {
    var classifier = ClassifierTrainer.train(examples(0, 16), texts, SHARE).classifier();
    var held = examples(1_000, 150);

    var guesses = guesses(classifier, held);

    // One in twelve would be right by chance. What cannot be told apart keeps it from knowing all.
    assertThat(accuracy(held, guesses)).isBetween(0.6, 0.97);
    assertThat(calibrationError(held, guesses)).isLessThan(0.06);
    assertThat(guesses).allMatch(guess -> guess.probability() > 0 && guess.probability() <= 1);
  }

  @Test
  void itsGuessesAboutExamplesHeldOutSayHowGoodItIs() {
    var examples = examples(0, 16);
    var trained = ClassifierTrainer.train(examples, texts, SHARE);
    var held = examples(1_000, 150);

    assertThat(accuracy(examples, trained.heldOut()))
        .isCloseTo(accuracy(held, guesses(trained.classifier(), held)), offset(0.1));
  }

  @Test
  void tellsWhatBelongsToNoIntent() {
    var classifier =
        ClassifierTrainer.train(both(examples(0, 16), outside(0, 60)), texts, SHARE).classifier();
    var inside = examples(1_000, 40);
    var strange = outside(1_000, 120);

    var found = accuracy(strange, guesses(classifier, strange));
    var lost =
        guesses(classifier, inside).stream()
                .filter(guess -> guess.label().equals(Example.OUT_OF_SCOPE))
                .count()
            / (double) inside.size();
    var all = both(inside, strange);

    assertThat(found).isGreaterThan(0.6);
    assertThat(lost).isLessThan(0.15);
    assertThat(calibrationError(all, guesses(classifier, all))).isLessThan(0.09);
    assertThat(classifier.labels()).hasSize(INTENTS).doesNotContain(Example.OUT_OF_SCOPE);
  }

  @Test
  void withoutExamplesOfItNothingIsOutOfScope() {
    var classifier = ClassifierTrainer.train(examples(0, 8), texts, SHARE).classifier();

    assertThat(guesses(classifier, outside(0, 50)))
        .noneMatch(guess -> guess.label().equals(Example.OUT_OF_SCOPE));
  }

  @Test
  void aLargerShareMakesMoreTextsOutOfScope() {
    var classifier =
        ClassifierTrainer.train(both(examples(0, 8), outside(0, 30)), texts, SHARE).classifier();
    var before = -1L;
    for (var share : new double[] {0, 0.05, 0.2, 0.5, 0.9}) {
      var outside =
          both(examples(1_000, 10), outside(1_000, 60)).stream()
              .map(it -> classifier.classify(texts.of(it.text()), share))
              .filter(guess -> guess.label().equals(Example.OUT_OF_SCOPE))
              .count();

      assertThat(outside).isGreaterThanOrEqualTo(before);
      before = outside;
    }
    assertThat(before).isPositive();
  }

  @Test
  void theSameExamplesTeachTheSame() throws Exception {
    var examples = both(examples(0, 8), outside(0, 20));
    var asked = both(examples(1_000, 5), outside(1_000, 20));

    var trained = ClassifierTrainer.train(examples, texts, SHARE);
    var first = trained.classifier();
    var second = ClassifierTrainer.train(examples, texts, SHARE).classifier();
    ClassifierFile.write(folder.resolve("kept"), trained);
    var found = ClassifierFile.find(folder.resolve("kept")).orElseThrow();
    var kept = found.classifier();

    assertThat(guesses(second, asked)).isEqualTo(guesses(first, asked));
    assertThat(guesses(kept, asked)).isEqualTo(guesses(first, asked));
    assertThat(found.heldOut()).isEqualTo(trained.heldOut());
  }

  @Test
  void oneIntentAloneCannotBeLearned() {
    var examples = examples(0, 3).subList(0, 3);

    assertThatThrownBy(() -> ClassifierTrainer.train(examples, texts, SHARE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
