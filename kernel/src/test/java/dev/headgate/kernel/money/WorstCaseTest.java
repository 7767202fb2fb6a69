package dev.headgate.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.chat.Usage.InputTokens;
import dev.headgate.kernel.chat.Usage.OutputTokens;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.RequestFacts.AtProvider;
import dev.headgate.kernel.dialects.RequestFacts.Output;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class WorstCaseTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TokenPrice CHEAP = price("1", "2");
  private static final TokenPrice DEAR = price("3", "15");

  @Test
  void isTheDearestDeploymentsWithEveryTokenThatMayBeCounted() {
    var facts = new RequestFacts(1_000, 2, 1, 0, 0, new Output(100, 3, true));

    var worst = WorstCase.of(facts, List.of(CHEAP, DEAR), HOUR).orElseThrow();

    // 1,000 bytes, and 64 + 2 × 32 + 1,024 tokens around them, at $3; 3 × 100 tokens at $15.
    assertThat(worst.amount()).isEqualTo(new Money(2_152 * 3_000 + 300 * 15_000));
    assertThat(worst.minimumUseful()).isEqualTo(new Money(2_152 * 3_000 + 48 * 15_000));
  }

  @Test
  void hasNoBoundWithoutALimitOfTheAnswerOrWithMediaOfUnknownSize() {
    var unlimited = new RequestFacts(10, 1, 0, 0, 0, new Output(Output.NO_LIMIT, 1, false));
    var media = new RequestFacts(10, 1, 0, 0, 1, new Output(10, 1, false));
    var search = new RequestFacts(10, 1, 1, 1, 0, new Output(10, 1, false));

    assertThat(WorstCase.of(unlimited, List.of(CHEAP), HOUR)).isEmpty();
    assertThat(WorstCase.of(media, List.of(CHEAP), HOUR)).isEmpty();
    assertThat(WorstCase.of(search, List.of(CHEAP), HOUR)).isEmpty();
    assertThat(WorstCase.of(unlimited, List.of(Price.FREE), HOUR).orElseThrow().amount())
        .isEqualTo(Money.ZERO);
    var second = new PerSecondPrice(new BigDecimal("0.001"));
    assertThat(
            WorstCase.of(unlimited, List.of(second), Duration.ofSeconds(60)).orElseThrow().amount())
        .isEqualTo(new Money(60_000_000));
  }

  @Test
  void clampsMaxTokensToWhatAnAmountPaysFor() {
    var facts = new RequestFacts(1_000, 1, 0, 0, 0, new Output(10_000, 1, true));
    var amount = new Money(1_096 * 3_000 + 500 * 15_000);

    assertThat(WorstCase.maxTokensWithin(amount, facts, List.of(CHEAP, DEAR), HOUR)).hasValue(500);
    assertThat(WorstCase.maxTokensWithin(new Money(1_000), facts, List.of(DEAR), HOUR)).isEmpty();
  }

  /// What a call within the facts costs is never more than the worst case, whatever it used.
  @RepeatedTest(200)
  void noUsageWithinTheBoundCostsMore(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var price =
        new TokenPrice(
            new TokenPrice.Input(
                any(random), any(random), any(random), any(random), any(random), any(random)),
            new TokenPrice.Output(any(random), any(random), any(random)),
            any(random),
            BigDecimal.ZERO,
            Allowance.DEFAULT);
    var facts =
        new RequestFacts(
            random.nextInt(100_000), 3, 2, 0, 0, new Output(random.nextInt(10_000), 2, true));
    var worst = WorstCase.of(facts, List.of(price, CHEAP), HOUR).orElseThrow();

    var input = split(random, Allowance.DEFAULT.inputTokens(facts).orElseThrow(), 6);
    var output = split(random, facts.output().maxTokens() * 2, 3);
    var usage =
        new Usage(
            new InputTokens(input[0], input[1], input[2], input[3], input[4], input[5]),
            new OutputTokens(output[0], output[1], output[2]),
            0);

    assertThat(price.of(usage, HOUR).total()).isLessThanOrEqualTo(worst.amount());
    var clamped = worst.amount().dollars().divide(new BigDecimal(2));
    var tokens = WorstCase.maxTokensWithin(Money.ceiling(clamped), facts, List.of(price), HOUR);
    if (tokens.isPresent()) {
      var again = WorstCase.of(facts.withMaxTokens(tokens.getAsLong()), List.of(price), HOUR);
      assertThat(again.orElseThrow().amount()).isLessThanOrEqualTo(Money.ceiling(clamped));
    }
  }

  @Test
  void readsEverythingAgainAfterEachSearch() {
    var facts = new RequestFacts(100, 1, 1, 1, 0, new Output(10, 1, false));
    var allowance = new Allowance(0, 0, 0, 0, 2, 1_000);

    assertThat(allowance.inputTokens(facts)).hasValue(3 * (100 + 2 * 1_000));
    assertThat(new Allowance(0, 0, 0, 0, 2, Allowance.UNBOUNDED).inputTokens(facts)).isEmpty();
  }

  @Test
  void hasNoBoundWhereTheProviderAddsWhatItKeeps() {
    var facts =
        new RequestFacts(
            100, 1, 0, 0, 0, new Output(10, 1, false), new AtProvider("", "conversation"));

    assertThat(WorstCase.of(facts, List.of(CHEAP), HOUR)).isEmpty();
    // 100 bytes, and 64 + 32 tokens around them, at $1; 10 tokens at $2.
    assertThat(WorstCase.ofKnown(facts, List.of(CHEAP), HOUR))
        .isEqualTo(new Money(196 * 1_000 + 10 * 2_000));
  }

  private static long[] split(Random random, long total, int parts) {
    var split = new long[parts];
    for (int i = 0; i < parts && total > 0; i++) {
      split[i] = random.nextLong(total + 1);
      total -= split[i];
    }
    return split;
  }

  private static BigDecimal any(Random random) {
    return BigDecimal.valueOf(random.nextInt(10_000), 3);
  }

  private static TokenPrice price(String input, String output) {
    var in = new BigDecimal(input);
    var out = new BigDecimal(output);
    return new TokenPrice(
        new TokenPrice.Input(in, in, in, in, in, in),
        new TokenPrice.Output(out, out, out),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        Allowance.DEFAULT);
  }
}
