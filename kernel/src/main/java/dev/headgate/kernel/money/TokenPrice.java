package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// A price that somebody declared: dollars for a million tokens of each kind.
///
/// @param request dollars for every request
/// @param search dollars for a thousand searches of the provider's own tools
record TokenPrice(
    Input input, Output output, BigDecimal request, BigDecimal search, Allowance allowance)
    implements Price {
  private static final int MILLION = 6;
  private static final int THOUSAND = 3;

  /// Dollars for a million tokens read.
  record Input(
      BigDecimal fresh,
      BigDecimal cacheRead,
      BigDecimal cacheWrite,
      BigDecimal cacheWriteLong,
      BigDecimal audio,
      BigDecimal cacheReadAudio) {
    BigDecimal dearest() {
      return fresh
          .max(cacheRead)
          .max(cacheWrite)
          .max(cacheWriteLong)
          .max(audio)
          .max(cacheReadAudio);
    }

    private BigDecimal of(Usage.InputTokens tokens) {
      return product(fresh, tokens.fresh())
          .add(product(cacheRead, tokens.cacheRead()))
          .add(product(cacheWrite, tokens.cacheWrite()))
          .add(product(cacheWriteLong, tokens.cacheWriteLong()))
          .add(product(audio, tokens.audio()))
          .add(product(cacheReadAudio, tokens.cacheReadAudio()))
          .movePointLeft(MILLION);
    }
  }

  /// Dollars for a million tokens written.
  record Output(BigDecimal text, BigDecimal reasoning, BigDecimal audio) {
    BigDecimal dearest() {
      return text.max(reasoning).max(audio);
    }

    private BigDecimal of(Usage.OutputTokens tokens) {
      return product(text, tokens.text())
          .add(product(reasoning, tokens.reasoning()))
          .add(product(audio, tokens.audio()))
          .movePointLeft(MILLION);
    }
  }

  @Override
  public Cost of(Usage usage, Duration took) {
    return new Cost(
        input.of(usage.input()),
        output.of(usage.output()),
        request.add(product(search, usage.searches()).movePointLeft(THOUSAND)));
  }

  @Override
  public Money atMost(CallBound bound) {
    return Money.ceiling(
        withoutOutput(bound)
            .add(product(output.dearest(), bound.totalOutputTokens()).movePointLeft(MILLION)));
  }

  @Override
  public long outputTokensFor(Money amount, CallBound bound) {
    return Affordable.outputTokens(amount, withoutOutput(bound), output.dearest(), bound);
  }

  @Override
  public Optional<Duration> timeFor(Money amount) {
    return Optional.empty();
  }

  @Override
  public boolean chargesTokens() {
    return true;
  }

  private BigDecimal withoutOutput(CallBound bound) {
    return product(input.dearest(), bound.inputTokens())
        .movePointLeft(MILLION)
        .add(request)
        .add(product(search, bound.searches()).movePointLeft(THOUSAND));
  }

  private static BigDecimal product(BigDecimal rate, long count) {
    return rate.multiply(BigDecimal.valueOf(count));
  }
}
