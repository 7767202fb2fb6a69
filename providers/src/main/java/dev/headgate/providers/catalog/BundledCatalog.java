package dev.headgate.providers.catalog;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.Allowance;
import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.PriceCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The prices that come with this program. An edition is read when it is first asked for, which
/// takes tens of milliseconds; a look-up of a known model takes less than a microsecond.
/// Thread-safe.
public final class BundledCatalog implements PriceCatalog {
  /// Days of the editions, oldest first.
  public static final List<LocalDate> EDITIONS =
      List.of(LocalDate.of(2026, 8, 21), LocalDate.of(2026, 11, 21));

  private static final int HALF_HOUR_SECONDS = 1_800;
  private static final String FREE = ":free";
  private static final int MAX_KEPT = 4_096;

  // A call may begin before a price changes and end after it.
  private static final Duration LONGEST_CALL = Duration.ofHours(1);

  private final Map<LocalDate, Edition> editions = new ConcurrentHashMap<>();
  private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

  private record Key(String provider, String model, Map<String, String> context) {}

  private record Kept(long halfHour, Optional<Price> price) {}

  @Override
  public Optional<Price> find(
      String provider, String model, Map<String, String> context, Instant at) {
    var key = new Key(provider, model, context);
    // Every date and time of day in the catalog is a full or half hour.
    var halfHour = Math.floorDiv(at.getEpochSecond(), HALF_HOUR_SECONDS);
    var known = kept.get(key);
    if (known != null && known.halfHour() == halfHour) {
      return known.price();
    }
    var price = look(provider, model, context, at);
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    kept.put(key, new Kept(halfHour, price));
    return price;
  }

  private Optional<Price> look(
      String provider, String model, Map<String, String> context, Instant at) {
    var standard = timed(provider, model, context, at);
    if (standard.isEmpty() || !context.isEmpty()) {
      return standard;
    }
    var tiers = variants(provider, model, "service_tier", at);
    var speeds = variants(provider, model, "speed", at);
    return tiers.isEmpty() && speeds.isEmpty()
        ? standard
        : Optional.of(new CatalogTiers(standard.get(), tiers, speeds));
  }

  private Map<String, Price> variants(String provider, String model, String condition, Instant at) {
    var prices = new HashMap<String, Price>();
    for (var value :
        edition(at).model(provider, model).map(found -> found.values(condition)).orElse(Set.of())) {
      timed(provider, model, Map.of(condition, value), at)
          .ifPresent(price -> prices.put(value, price));
    }
    return prices;
  }

  private Optional<Price> timed(
      String provider, String model, Map<String, String> context, Instant at) {
    return rates(provider, model, context, at)
        // A model that is named without a price may cost anything, unless its name says otherwise.
        .filter(now -> !now.isEmpty() || model.endsWith(FREE))
        .map(now ->
            new TimedPrice(
                new CatalogPrice(now, Allowance.DEFAULT),
                rates(provider, model, context, at.plus(LONGEST_CALL))
                    .map(soon -> new CatalogPrice(soon, Allowance.DEFAULT))
                    .orElseGet(() -> new CatalogPrice(now, Allowance.DEFAULT))));
  }

  private Optional<Map<Unit, Rate>> rates(
      String provider, String model, Map<String, String> context, Instant at) {
    return edition(at).model(provider, model).map(found -> found.rates(context, at));
  }

  /// What an answer used, in disjoint buckets; empty if the catalog does not know the dialect or
  /// the answer says nothing.
  ///
  /// @param flavor the dialect, such as `chat`, `responses` or `default`
  /// @param json the answer, or the event of a stream that carries the usage
  public Optional<Usage> usage(String provider, String flavor, byte[] json, Instant at) {
    return counts(provider, flavor, json, at).map(Counts::disjoint);
  }

  /// What an answer costs, counted as finely as the catalog has prices; empty if it has none.
  public Optional<Cost> cost(
      String provider, String flavor, String model, byte[] json, Instant at) {
    return counts(provider, flavor, json, at).flatMap(counts -> cost(provider, model, counts, at));
  }

  Optional<Cost> cost(String provider, String model, Counts counts, Instant at) {
    return rates(provider, model, Map.of(), at)
        .flatMap(rates -> new CatalogPrice(rates, Allowance.DEFAULT).of(counts));
  }

  private Optional<Counts> counts(String provider, String flavor, byte[] json, Instant at) {
    try {
      return counts(provider, flavor, Tree.read(new ByteArrayInputStream(json)), at);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  Optional<Counts> counts(String provider, String flavor, @Nullable Object answer, Instant at) {
    return edition(at)
        .provider(provider)
        .flatMap(found -> found.extractor(flavor))
        .flatMap(extractor -> extractor.read(answer));
  }

  /// The day of the prices that hold at a time.
  public static LocalDate day(Instant at) {
    var today = at.atOffset(ZoneOffset.UTC).toLocalDate();
    var day = EDITIONS.getFirst();
    for (var edition : EDITIONS) {
      day = edition.isAfter(today) ? day : edition;
    }
    return day;
  }

  private Edition edition(Instant at) {
    return editions.computeIfAbsent(day(at), BundledCatalog::load);
  }

  private static Edition load(LocalDate day) {
    try (var in = BundledCatalog.class.getResourceAsStream(day + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the price catalog of " + day + " is missing");
      }
      return EditionReader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
