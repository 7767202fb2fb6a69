package dev.headgate.providers.catalog;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.Allowance;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.TieredPrice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The price of a model that charges otherwise for being faster or slower.
///
/// @param standard where the tier has no price of its own
/// @param tiers prices by what a request and an answer call them, such as `priority`
/// @param speeds the same of what is only had by asking for it by name
record CatalogTiers(Price standard, Map<String, Price> tiers, Map<String, Price> speeds)
    implements TieredPrice {
  private static final List<String> STANDARD = List.of("default", "standard", "standard_only");

  CatalogTiers {
    tiers = Map.copyOf(tiers);
    speeds = Map.copyOf(speeds);
  }

  /// A request that leaves the tier open gets that of the account, which may be any.
  @Override
  public List<Price> mayCharge(String asked) {
    var name = asked.toLowerCase(Locale.ROOT);
    if (STANDARD.contains(name)) {
      return List.of(standard);
    }
    var own = own(name);
    if (own != null) {
      return List.of(standard, own);
    }
    var all = new ArrayList<>(tiers.values());
    all.add(standard);
    return all;
  }

  @Override
  public Price charging(String asked, String served) {
    var own = own((served.isEmpty() ? asked : served).toLowerCase(Locale.ROOT));
    return own == null ? standard : own;
  }

  private @Nullable Price own(String name) {
    var tier = tiers.get(name);
    return tier == null ? speeds.get(name) : tier;
  }

  @Override
  public Cost of(Usage usage, Duration took) {
    return standard.of(usage, took);
  }

  @Override
  public Money atMost(CallBound bound) {
    return standard.atMost(bound);
  }

  @Override
  public long outputTokensFor(Money amount, CallBound bound) {
    return standard.outputTokensFor(amount, bound);
  }

  @Override
  public boolean chargesTokens() {
    return standard.chargesTokens();
  }

  @Override
  public Optional<Duration> timeFor(Money amount) {
    return standard.timeFor(amount);
  }

  @Override
  public Allowance allowance() {
    return standard.allowance();
  }
}
