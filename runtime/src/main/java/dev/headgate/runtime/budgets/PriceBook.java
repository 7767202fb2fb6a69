package dev.headgate.runtime.budgets;

import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.PriceCatalog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What models charge now, looked up once a minute. Thread-safe.
public final class PriceBook {
  // Callers choose names as in provider/NAME: their number must not grow without bound.
  private static final int MAX_REMEMBERED = 4_096;

  private final PriceCatalog catalog;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Entry> remembered = new ConcurrentHashMap<>();

  public PriceBook(PriceCatalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /// @param system what the provider is called in the catalog, such as `openai`
  /// @param model the provider's own name of it
  public Optional<Price> find(String system, String model) {
    var now = clock.instant();
    var name = system + "/" + model;
    var known = remembered.get(name);
    if (known != null && now.isBefore(known.until) && !now.isBefore(known.from)) {
      return Optional.ofNullable(known.price);
    }
    var minute = now.truncatedTo(ChronoUnit.MINUTES);
    var entry =
        new Entry(
            catalog.find(system, model, Map.of(), now).orElse(null),
            minute,
            minute.plus(1, ChronoUnit.MINUTES));
    if (known != null || remembered.size() < MAX_REMEMBERED) {
      remembered.put(name, entry);
    }
    return Optional.ofNullable(entry.price);
  }

  private record Entry(@Nullable Price price, Instant from, Instant until) {}
}
