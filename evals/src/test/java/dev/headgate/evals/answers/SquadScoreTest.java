package dev.headgate.evals.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SquadScoreTest {
  @Test
  void ignoresCasePunctuationAndArticles() {
    assertThat(SquadScore.of("the Quick, brown fox!", List.of("A quick brown fox")))
        .isEqualTo(new SquadScore(1, 1, 1));
  }

  @Test
  void takesTheBestOfTheRightAnswers() {
    var score = SquadScore.of("in 1066 at Hastings", List.of("1067", "1066"));

    assertThat(score.exact()).isZero();
    assertThat(score.f1()).isEqualTo(2.0 / 5, Offset.offset(1e-9));
    assertThat(score.contains()).isEqualTo(1);
  }

  @Test
  void countsARepeatedWordOnce() {
    assertThat(SquadScore.of("no no no", List.of("no")).f1()).isEqualTo(.5);
  }

  @Test
  void findsNoAnswerWithinALongerWord() {
    assertThat(SquadScore.of("10665 men", List.of("1066")).contains()).isZero();
  }

  @Test
  void takesSilenceForTheAnswerToTheUnanswerable() {
    assertThat(SquadScore.of("", List.of("")).exact()).isEqualTo(1);
    assertThat(SquadScore.of("something", List.of("")).f1()).isZero();
  }
}
