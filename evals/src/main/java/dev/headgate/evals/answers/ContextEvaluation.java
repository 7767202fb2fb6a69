package dev.headgate.evals.answers;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import java.util.List;
import java.util.function.Function;

/// Asks each question of its own context, so that nothing but the answerer is measured.
public final class ContextEvaluation {
  private final Answerer answerer;
  private final Function<String, List<Chunk>> chunker;
  private final double minConfidence;

  /// @param chunker cuts a context; [#whole] leaves it in one piece
  /// @param minConfidence an answer below it counts as an abstention
  public ContextEvaluation(
      Answerer answerer, Function<String, List<Chunk>> chunker, double minConfidence) {
    this.answerer = answerer;
    this.chunker = chunker;
    this.minConfidence = minConfidence;
  }

  /// The context as one chunk.
  public static List<Chunk> whole(String context) {
    return List.of(new Chunk("context", "", List.of(), 0, context.length(), context));
  }

  public AnswerReport run(List<AnswerCase> cases) {
    var answerable = new Tally();
    var unanswerable = new Tally();
    var began = System.nanoTime();
    for (var one : cases) {
      var answer =
          answerer
              .answer(one.question(), hits(one))
              .filter(found -> found.confidenceOr(0) >= minConfidence);
      (one.answerable() ? answerable : unanswerable)
          .add(answer.isPresent(), score(one, answer.map(Answer::text).orElse("")));
    }
    var millis = (System.nanoTime() - began) / 1e6 / cases.size();
    return report(answerable, unanswerable, millis);
  }

  private List<Hit> hits(AnswerCase one) {
    var context = one.context();
    if (context == null) {
      throw CallFailed.invalid(
          "data", "\"" + one.question() + "\" has no context; name a collection to search");
    }
    return chunker.apply(context).stream()
        .map(chunk -> new Hit(chunk, new HitScores(null, null, 1)))
        .toList();
  }

  /// Silence is the right answer where there is none.
  private static SquadScore score(AnswerCase one, String text) {
    return SquadScore.of(text, one.answerable() ? one.answers() : List.of(""));
  }

  private AnswerReport report(Tally answerable, Tally unanswerable, double millis) {
    var all = answerable.plus(unanswerable);
    return new AnswerReport(
        "answers from the given context, minimum confidence " + minConfidence,
        List.of(
            Measure.count("questions", all.count, ""),
            Measure.count("answerable", answerable.count, ""),
            Measure.share(
                "exact_match", all.mean(all.exact), "SQuAD 2; silence is right if unanswerable"),
            Measure.share("f1", all.mean(all.f1), "SQuAD 2"),
            Measure.share(
                "answerable_exact_match", answerable.mean(answerable.exact), "of the answerable"),
            Measure.share("answerable_f1", answerable.mean(answerable.f1), "of the answerable"),
            Measure.share(
                "answerable_answered",
                answerable.mean(answerable.given),
                "the rest were abstentions"),
            Measure.share(
                "answered_contains_answer",
                answerable.given == 0 ? 0 : answerable.contains / answerable.given,
                "of the answered among the answerable"),
            Measure.share(
                "unanswerable_abstained",
                1 - unanswerable.mean(unanswerable.given),
                "of the unanswerable"),
            Measure.millis("millis_per_question", millis, "wall time")));
  }

  private static final class Tally {
    private int count;
    private double given;
    private double exact;
    private double f1;
    private double contains;

    void add(boolean isGiven, SquadScore score) {
      count++;
      given += isGiven ? 1 : 0;
      exact += score.exact();
      f1 += score.f1();
      contains += isGiven ? score.contains() : 0;
    }

    Tally plus(Tally other) {
      var sum = new Tally();
      sum.count = count + other.count;
      sum.given = given + other.given;
      sum.exact = exact + other.exact;
      sum.f1 = f1 + other.f1;
      sum.contains = contains + other.contains;
      return sum;
    }

    double mean(double sum) {
      return count == 0 ? 0 : sum / count;
    }
  }
}
