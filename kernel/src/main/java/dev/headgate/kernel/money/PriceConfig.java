package dev.headgate.kernel.money;

import dev.headgate.kernel.config.ConfigNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// The `price` section of a deployment: what its model charges, in place of the catalog.
///
/// @param price what to charge
public record PriceConfig(Price price) {
  private static final Pattern AMOUNT = Pattern.compile("\\$?(\\d{1,9}(?:\\.\\d{1,12})?)");
  private static final int MOST_TOKENS = 10_000_000;

  /// Reads the section.
  public static PriceConfig from(ConfigNode node) {
    var free = node.flag("free", false, "Whether the model costs nothing.");
    var second =
        amount(
            node, "per-second", "Dollars for a second of every call, for a machine paid by time.");
    var input = amount(node, "input", "Dollars for a million tokens read.");
    var output = amount(node, "output", "Dollars for a million tokens written.");
    var tokens = tokens(node, input.orElse(BigDecimal.ZERO), output.orElse(BigDecimal.ZERO));
    var kinds =
        (free ? 1 : 0)
            + (second.isPresent() ? 1 : 0)
            + (input.isPresent() || output.isPresent() ? 1 : 0);
    if (kinds != 1 && !node.isDescribing()) {
      node.problem(
          node.at(),
          "a price is one of: \"free: true\", \"per-second\", or \"input\" and \"output\"");
    }
    return new PriceConfig(
        free ? Price.FREE : second.<Price>map(PerSecondPrice::new).orElse(tokens));
  }

  private static TokenPrice tokens(ConfigNode node, BigDecimal input, BigDecimal output) {
    var cacheRead =
        amount(
            node,
            "cached-input",
            "Dollars for a million tokens read from the prompt cache; input's by default.");
    var cacheWrite =
        amount(
            node,
            "cache-write",
            "Dollars for a million tokens written to the prompt cache; input's by default.");
    var cacheWriteLong =
        amount(
            node,
            "cache-write-long",
            "Dollars for a million tokens written to it for an hour; cache-write's by default.");
    var audio =
        amount(
            node, "audio-input", "Dollars for a million tokens of sound read; input's by default.");
    var reasoning =
        amount(
            node, "reasoning", "Dollars for a million tokens of reasoning; output's by default.");
    var audioOutput =
        amount(
            node,
            "audio-output",
            "Dollars for a million tokens of sound written; output's by default.");
    var request = amount(node, "request", "Dollars for every request.");
    var search =
        amount(node, "search", "Dollars for a thousand searches of the provider's own tools.");
    var write = cacheWrite.orElse(input);
    return new TokenPrice(
        new TokenPrice.Input(
            input,
            cacheRead.orElse(input),
            write,
            cacheWriteLong.orElse(write),
            audio.orElse(input),
            audio.orElse(input)),
        new TokenPrice.Output(output, reasoning.orElse(output), audioOutput.orElse(output)),
        request.orElse(BigDecimal.ZERO),
        search.orElse(BigDecimal.ZERO),
        allowance(node));
  }

  private static Allowance allowance(ConfigNode node) {
    var media =
        node.optionalInteger(
            "media-tokens",
            0,
            MOST_TOKENS,
            "The most tokens that an image, file or sound counts as; without it, a request with one has no bound and is refused on a hard budget.");
    var searches =
        node.optionalInteger(
            "searches-per-tool",
            0,
            MOST_TOKENS,
            "The most searches that one of the provider's own tools makes for a request; without it, a request with one is refused on a hard budget.");
    var search =
        node.optionalInteger(
            "tokens-per-search",
            0,
            MOST_TOKENS,
            "The most tokens that one such search brings back for the model to read; without it, a request with such a tool is refused on a hard budget.");
    var usual = Allowance.DEFAULT;
    return new Allowance(
        usual.request(),
        usual.message(),
        usual.tool(),
        media.orElse(Allowance.UNBOUNDED),
        searches.orElse(Allowance.UNBOUNDED),
        search.orElse(Allowance.UNBOUNDED));
  }

  private static Optional<BigDecimal> amount(ConfigNode node, String key, String doc) {
    var text = node.optionalText(key, doc);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var parts = AMOUNT.matcher(text.get());
    if (!parts.matches()) {
      node.problem(key, "expected an amount such as \"$2.50\", found \"%s\"".formatted(text.get()));
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(parts.group(1)));
  }
}
