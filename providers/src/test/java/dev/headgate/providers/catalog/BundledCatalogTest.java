package dev.headgate.providers.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.chat.Usage.InputTokens;
import dev.headgate.kernel.chat.Usage.OutputTokens;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.TieredPrice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BundledCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final BundledCatalog catalog = new BundledCatalog();

  @Test
  void everyEditionIsReadAndNamesItsSource() {
    for (var day : BundledCatalog.EDITIONS) {
      var at = day.atStartOfDay(ZoneOffset.UTC).toInstant();

      assertThat(BundledCatalog.day(at)).isEqualTo(day);
      assertThat(catalog.find("anthropic", "claude-sonnet-4-5", Map.of(), at)).isPresent();
    }
    assertThat(BundledCatalog.day(Instant.EPOCH)).isEqualTo(LocalDate.of(2026, 8, 21));
  }

  @Test
  void chargesEachTokenOnceAtTheRateOfItsKind() {
    // $3 read, $3.75 written to the cache, $6 for an hour, $0.30 from it, $15 written; a million
    // each.
    var usage =
        new Usage(
            new InputTokens(50_000, 50_000, 50_000, 50_000, 0, 0),
            new OutputTokens(50_000, 50_000, 0),
            1_000);

    assertThat(price("anthropic", "claude-sonnet-4-5").of(usage, Duration.ZERO).total())
        .isEqualTo(Money.parse("12.1525").orElseThrow());
  }

  @Test
  void movesTheWholeRequestToTheDearerRateOfALongContext() {
    var price = price("anthropic", "claude-sonnet-4-5");

    assertThat(price.of(read(200_000), Duration.ZERO).total())
        .isEqualTo(Money.parse("0.60").orElseThrow());
    assertThat(price.of(read(200_001), Duration.ZERO).total())
        .isEqualTo(Money.parse("1.200006").orElseThrow());
  }

  @Test
  void boundsACallByTheDearestRateThatMayApply() {
    var price = price("anthropic", "claude-sonnet-4-5");

    // Everything might be written to the cache for an hour: $6, and $12 in a long context.
    assertThat(price.atMost(new CallBound(100_000, 1_000, 1, 0, Duration.ZERO)))
        .isEqualTo(Money.parse("0.615").orElseThrow());
    assertThat(price.atMost(new CallBound(300_000, 1_000, 1, 0, Duration.ZERO)))
        .isGreaterThanOrEqualTo(price.of(read(300_000), Duration.ZERO).total());
  }

  @Test
  void chargesWhatTheRequestAskedFor() {
    var batch = catalog.find("anthropic", "claude-opus-4-5", Map.of("processing", "batch"), NOW);

    assertThat(batch.orElseThrow().of(read(1_000_000 / 10), Duration.ZERO).total().times(2))
        .isEqualTo(price("anthropic", "claude-opus-4-5").of(read(100_000), Duration.ZERO).total());
  }

  @Test
  void boundsACallByTheDearestTierAndChargesTheOneThatServedIt() {
    var price = (TieredPrice) price("openai", "gpt-4.1");
    var faster = (TieredPrice) price("anthropic", "claude-fable-5-2");
    var usage = Usage.of(1_000_000, 0, 0, 0);

    assertThat(price.mayCharge("default")).hasSize(1);
    assertThat(price.mayCharge("priority")).hasSize(2);
    assertThat(price.mayCharge("")).hasSizeGreaterThan(2);
    assertThat(price.charging("", "priority").of(usage, Duration.ZERO).total())
        .isEqualTo(Money.parse("3.5").orElseThrow());
    assertThat(price.charging("priority", "default").of(usage, Duration.ZERO).total())
        .isEqualTo(Money.parse("2").orElseThrow());
    assertThat(price.charging("priority", "").of(usage, Duration.ZERO).total())
        .isEqualTo(Money.parse("3.5").orElseThrow());
    assertThat(faster.mayCharge("")).hasSize(1);
    assertThat(faster.mayCharge("fast")).hasSize(2);
  }

  @Test
  void knowsNoPriceOfWhatNobodyHasPriced() {
    assertThat(catalog.find("openai", "my-own-model", Map.of(), NOW)).isEmpty();
    assertThat(catalog.find("nobody", "gpt-4o", Map.of(), NOW)).isEmpty();
  }

  @Test
  void readsUsageIntoDisjointBuckets() {
    var answer =
        """
        {"model":"claude-sonnet-4-5","usage":{"input_tokens":10,"cache_read_input_tokens":100,
         "cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,
         "ephemeral_1h_input_tokens":20},"output_tokens":7,"server_tool_use":{"web_search_requests":2}}}
        """
            .getBytes(UTF_8);

    assertThat(catalog.usage("anthropic", "default", answer, NOW))
        .hasValue(new Usage(new InputTokens(10, 100, 10, 20, 0, 0), new OutputTokens(7, 0, 0), 2));
    assertThat(catalog.usage("anthropic", "default", "<html>".getBytes(UTF_8), NOW)).isEmpty();
  }

  private Price price(String provider, String model) {
    return catalog.find(provider, model, Map.of(), NOW).orElseThrow();
  }

  private static Usage read(long tokens) {
    return new Usage(new InputTokens(tokens, 0, 0, 0, 0, 0), OutputTokens.NONE, 0);
  }
}
