package dev.headgate.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MoneyTest {
  @ParameterizedTest
  @CsvSource({
    "1200000000, $1.20",
    "0, $0.00",
    "1, $0.000000001",
    "37500, $0.0000375",
    "-50000000, -$0.05",
    "100000000000, $100.00",
    "1234000000, $1.234"
  })
  void isShownWithEveryDigitThatCounts(long nanos, String shown) {
    assertThat(new Money(nanos)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({"$1.20, 1200000000", "1.2, 1200000000", "100, 100000000000", "$0.0000375, 37500"})
  void readsWhatPeopleWrite(String text, long nanos) {
    assertThat(Money.parse(text)).hasValue(new Money(nanos));
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "1e9", "$", "1.", "€1", "0.0000000001", "10000000000"})
  void readsNothingElse(String text) {
    assertThat(Money.parse(text)).isEmpty();
  }

  @Test
  void roundsFractionsUpOnceAndNothingElse() {
    assertThat(Money.ceiling(new BigDecimal("0.0000000375"))).isEqualTo(new Money(38));
    assertThat(Money.ceiling(new BigDecimal("0.000000037"))).isEqualTo(new Money(37));
  }

  @Test
  void neverOverflowsInSilence() {
    assertThatThrownBy(() -> Money.MAX.plus(new Money(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Money(1L << 40).times(1L << 40))
        .isInstanceOf(ArithmeticException.class);
  }
}
