package dev.headgate.providers.catalog;

import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Money;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Prices usage objects whose price is known, in the form of the project genai-prices: a list of
/// answers, each with what every provider and dialect that can read it would charge. Not
/// thread-safe.
public final class UsageCases {
  /// The public cases hold for this day: some models became cheaper on July 30, 2026, others dearer
  /// later.
  public static final Instant PRICED = Instant.parse("2026-07-01T12:00:00Z");

  private final BundledCatalog catalog;
  private final Instant at;
  private final List<String> wrong = new ArrayList<>();
  private int prices;
  private int unpriced;
  private int usages;
  private int readOtherwise;

  /// @param at whose prices hold
  public UsageCases(BundledCatalog catalog, Instant at) {
    this.catalog = catalog;
    this.at = at;
  }

  /// How it went.
  ///
  /// @param prices expected, each checked for input, output and the whole
  /// @param unpriced cases that must have no price
  /// @param wrong one text for each that is not exactly as expected
  /// @param usages read by the catalog's extractors
  /// @param readOtherwise of those, in which a count differs; a price may be right all the same
  public record Report(
      int prices, int unpriced, List<String> wrong, int usages, int readOtherwise) {
    public Report {
      wrong = List.copyOf(wrong);
    }
  }

  /// Checks every case of a file of JSON, which may be compressed with gzip.
  ///
  /// @throws IOException if it cannot be read or is not JSON
  public Report check(Path file) throws IOException {
    try (var in = open(file)) {
      for (var item : Tree.list(Tree.read(in))) {
        check(Tree.map(item));
      }
    } catch (JacksonException e) {
      throw new IOException(file + " is not JSON", e);
    }
    return new Report(prices, unpriced, wrong, usages, readOtherwise);
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    var magic = in.read() | in.read() << 8;
    in.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in) : in;
  }

  private void check(Map<?, ?> item) {
    for (var extracted : Tree.list(item.get("extracted"))) {
      var usage = Tree.map(Tree.map(extracted).get("usage"));
      for (var expected : Tree.list(Tree.map(extracted).get("extractors"))) {
        check(Tree.text(item.get("model")), item.get("body"), usage, Tree.map(expected));
      }
    }
  }

  private void check(String model, @Nullable Object body, Map<?, ?> usage, Map<?, ?> expected) {
    var provider = Tree.text(expected.get("provider_id"));
    var flavor = Tree.text(expected.get("api_flavor"));
    var counts = catalog.counts(provider, flavor, body, at);
    usages++;
    if (!positive(counts.map(Counts::byUnit).orElse(Map.of())).equals(positive(usage))) {
      readOtherwise++;
    }
    var cost =
        model.isEmpty()
            ? Optional.<Cost>empty()
            : counts.flatMap(read -> catalog.cost(provider, model, read, at));
    if (isPriced(expected)) {
      prices++;
    } else {
      unpriced++;
    }
    if (!isAsExpected(cost, expected)) {
      wrong.add("%s/%s %s: %s, expected %s".formatted(provider, model, flavor, cost, expected));
    }
  }

  private static boolean isPriced(Map<?, ?> expected) {
    return expected.containsKey("input_price");
  }

  private static boolean isAsExpected(Optional<Cost> cost, Map<?, ?> expected) {
    if (!isPriced(expected) || cost.isEmpty()) {
      return !isPriced(expected) && cost.isEmpty();
    }
    var input = new BigDecimal(Tree.text(expected.get("input_price")));
    var output = new BigDecimal(Tree.text(expected.get("output_price")));
    var total = expected.get("total_price");
    return cost.get().input().compareTo(input) == 0
        && cost.get().output().compareTo(output) == 0
        && cost.get()
            .total()
            .equals(
                Money.ceiling(
                    total == null ? input.add(output) : new BigDecimal(Tree.text(total))));
  }

  private static Map<String, Long> positive(Map<?, ?> counts) {
    var positive = new TreeMap<String, Long>();
    counts.forEach((unit, count) -> {
      if (count instanceof BigDecimal number && number.signum() > 0) {
        positive.put(String.valueOf(unit), number.longValue());
      }
    });
    return positive;
  }
}
