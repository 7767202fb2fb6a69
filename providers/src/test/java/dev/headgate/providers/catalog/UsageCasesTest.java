package dev.headgate.providers.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Usage objects of real answers with the price that each provider asked for them, from the project
/// genai-prices. `-Dheadgate.usage-cases=FILE` reads another file of that form.
final class UsageCasesTest {
  private static final Path CASES =
      Path.of(
          System.getProperty(
              "headgate.usage-cases", "../../shared/data/model_prices/dev/usage_cases.json.gz"));

  /// The cases hold for this day: some models became cheaper on July 30, and others dearer later.
  private static final Instant PRICED = Instant.parse("2026-07-01T12:00:00Z");

  private static final int SHOWN = 40;

  private final BundledCatalog catalog = new BundledCatalog();
  private final List<String> wrongPrices = new ArrayList<>();
  private final List<String> wrongCounts = new ArrayList<>();
  private int prices;
  private int unpriced;
  private int counts;

  @Test
  void pricesEveryCaseToTheNanoDollar() throws IOException {
    assumeThat(CASES).as("public data: model_prices").exists();

    for (var item : Tree.list(cases())) {
      check(Tree.map(item));
    }

    System.out.printf(
        "usage cases: %d prices, %d wrong; %d without a price; %d usages, %d read otherwise%n",
        prices, wrongPrices.size(), unpriced, counts, wrongCounts.size());
    wrongPrices.stream().limit(SHOWN).forEach(System.out::println);
    assertThat(prices).isPositive();
    assertThat(wrongPrices).isEmpty();
  }

  private void check(Map<?, ?> item) throws IOException {
    var body = bytes(item.get("body"));
    for (var extracted : Tree.list(item.get("extracted"))) {
      var usage = Tree.map(Tree.map(extracted).get("usage"));
      for (var expected : Tree.list(Tree.map(extracted).get("extractors"))) {
        check(Tree.text(item.get("model")), body, usage, Tree.map(expected));
      }
    }
  }

  private void check(String model, byte[] body, Map<?, ?> usage, Map<?, ?> expected) {
    var provider = Tree.text(expected.get("provider_id"));
    var flavor = Tree.text(expected.get("api_flavor"));
    var read = catalog.countsOf(provider, flavor, body, PRICED).orElse(Map.of());
    counts++;
    if (!positive(read).equals(positive(usage))) {
      wrongCounts.add(provider + " " + flavor + " " + read + " instead of " + usage);
    }
    var cost =
        model.isEmpty()
            ? Optional.<Cost>empty()
            : catalog.cost(provider, flavor, model, body, PRICED);
    if (!expected.containsKey("input_price")) {
      unpriced++;
      cost.ifPresent(found ->
          wrongPrices.add(
              provider + "/" + model + " " + flavor + " costs " + found + ", expected no price"));
      return;
    }
    prices++;
    var input = new BigDecimal(Tree.text(expected.get("input_price")));
    var output = new BigDecimal(Tree.text(expected.get("output_price")));
    var total =
        expected.containsKey("total_price")
            ? new BigDecimal(Tree.text(expected.get("total_price")))
            : input.add(output);
    var right =
        cost.isPresent()
            && cost.get().input().compareTo(input) == 0
            && cost.get().output().compareTo(output) == 0
            && cost.get().total().equals(Money.ceiling(total));
    if (!right) {
      wrongPrices.add(
          "%s/%s %s costs %s, expected %s".formatted(provider, model, flavor, cost, expected));
    }
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

  private static @Nullable Object cases() throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(CASES))) {
      return Tree.read(in);
    }
  }

  private static byte[] bytes(@Nullable Object value) {
    var bytes = new ByteArrayOutputStream();
    try (var out =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(out, value);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((name, member) -> {
          out.writeName(String.valueOf(name));
          write(out, member);
        });
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        list.forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case BigDecimal number -> out.writeNumber(number);
      case Boolean flag -> out.writeBoolean(flag);
      case null -> out.writeNull();
      case Object other -> throw new IllegalStateException("no JSON: " + other);
    }
  }
}
