package dev.headgate.providers.catalog;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.Affordable;
import dev.headgate.kernel.money.Allowance;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The rates of one model at one moment. Each thing is charged once, at the rate of the narrowest
/// unit that has one: of 100 input tokens of which 40 were cached, 60 are charged as input.
final class CatalogPrice implements Price {
  // A unit that is charged by the hour does not divide evenly; the rest of the cost is exact.
  private static final int DIVISION_DIGITS = 24;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final List<Charge> charges;
  private final boolean hasSteps;
  private final Allowance allowance;

  /// @param included positions of the charges whose count is part of this one's
  private record Charge(Unit unit, Rate rate, List<Integer> included) {}

  CatalogPrice(Map<Unit, Rate> rates, Allowance allowance) {
    // Narrowest first, so that the counts of what a unit includes are known before its own.
    var narrowestFirst =
        Comparator.comparingInt(
                (Map.Entry<Unit, Rate> entry) -> -entry.getKey().dimensions().size())
            .thenComparing(entry -> entry.getKey().name());
    var all = new ArrayList<Charge>();
    for (var entry : rates.entrySet().stream().sorted(narrowestFirst).toList()) {
      var included = new ArrayList<Integer>();
      for (int i = 0; i < all.size(); i++) {
        if (entry.getKey().includes(all.get(i).unit())) {
          included.add(i);
        }
      }
      all.add(new Charge(entry.getKey(), entry.getValue(), List.copyOf(included)));
    }
    this.charges = List.copyOf(all);
    this.hasSteps = all.stream().anyMatch(charge -> charge.rate().hasSteps());
    this.allowance = allowance;
  }

  @Override
  public Cost of(Usage usage, Duration took) {
    return of(Counts.of(usage))
        .orElseThrow(() -> new IllegalStateException("buckets overlap: " + usage));
  }

  /// What the counts cost; empty if they contradict each other.
  Optional<Cost> of(Counts counts) {
    var inputTokens = hasSteps ? counts.of(Unit.INPUT_TOKENS) : BigDecimal.ZERO;
    var own = new BigDecimal[charges.size()];
    var input = BigDecimal.ZERO;
    var output = BigDecimal.ZERO;
    var other = BigDecimal.ZERO;
    for (int i = 0; i < own.length; i++) {
      var charge = charges.get(i);
      var unit = charge.unit();
      var count = unit.name().equals(Unit.REQUESTS) ? BigDecimal.ONE : counts.of(unit.name());
      for (var included : charge.included()) {
        count = count.subtract(own[included]);
      }
      if (count.signum() < 0) {
        return Optional.empty();
      }
      own[i] = count;
      var dollars = dollars(charge, charge.rate().at(inputTokens), count);
      if (unit.isInput()) {
        input = input.add(dollars);
      } else if (unit.isOutput()) {
        output = output.add(dollars);
      } else {
        other = other.add(dollars);
      }
    }
    return Optional.of(new Cost(input, output, other));
  }

  @Override
  public Money atMost(CallBound bound) {
    var perMillion = dearestOutput(bound);
    var output = perMillion.multiply(BigDecimal.valueOf(bound.totalOutputTokens()));
    return Money.ceiling(
        withoutOutput(bound).add(output.divide(MILLION, DIVISION_DIGITS, RoundingMode.CEILING)));
  }

  @Override
  public long outputTokensFor(Money amount, CallBound bound) {
    return Affordable.outputTokens(amount, withoutOutput(bound), dearestOutput(bound), bound);
  }

  @Override
  public Optional<Duration> timeFor(Money amount) {
    return Optional.empty();
  }

  @Override
  public boolean chargesTokens() {
    return true;
  }

  @Override
  public Allowance allowance() {
    return allowance;
  }

  /// Dollars for everything but output tokens, each at its dearest rate.
  private BigDecimal withoutOutput(CallBound bound) {
    var tokens = BigDecimal.valueOf(bound.inputTokens());
    var read =
        dearest(unit -> unit.isTokens() && unit.isInput(), tokens)
            .multiply(tokens)
            .divide(MILLION, DIVISION_DIGITS, RoundingMode.CEILING);
    var rest = BigDecimal.ZERO;
    for (var charge : charges) {
      var unit = charge.unit();
      if (!unit.isTokens()) {
        rest = rest.add(dollars(charge, charge.rate().dearestUpTo(tokens), most(unit, bound)));
      }
    }
    return read.add(rest);
  }

  // What is neither a token nor a search is counted in bytes at most: a character, a page or a
  // second of sound takes one byte or more.
  private static BigDecimal most(Unit unit, CallBound bound) {
    if (unit.name().equals(Unit.REQUESTS)) {
      return BigDecimal.ONE;
    }
    return "tool_calls".equals(unit.dimensions().get("family"))
        ? BigDecimal.valueOf(bound.searches())
        : BigDecimal.valueOf(bound.inputTokens());
  }

  private BigDecimal dearestOutput(CallBound bound) {
    return dearest(
        unit -> unit.isTokens() && unit.isOutput(), BigDecimal.valueOf(bound.inputTokens()));
  }

  private BigDecimal dearest(Predicate<Unit> units, BigDecimal inputTokens) {
    var dearest = BigDecimal.ZERO;
    for (var charge : charges) {
      if (units.test(charge.unit())) {
        dearest = dearest.max(charge.rate().dearestUpTo(inputTokens));
      }
    }
    return dearest;
  }

  private static BigDecimal dollars(Charge charge, BigDecimal rate, BigDecimal count) {
    if (count.signum() == 0) {
      return BigDecimal.ZERO;
    }
    return rate.multiply(count).divide(charge.unit().per(), DIVISION_DIGITS, RoundingMode.CEILING);
  }
}
