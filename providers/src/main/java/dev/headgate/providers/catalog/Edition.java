package dev.headgate.providers.catalog;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What was known of all prices on one day.
///
/// @param source where that was read
record Edition(LocalDate day, String source, Map<String, PricedProvider> providers) {
  // Some gateways write the date of a model as 20251211 where its maker writes 2025-12-11.
  private static final Pattern COMPACT_DATE =
      Pattern.compile("-(20\\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(?=-|:|$)");

  Edition(LocalDate day, String source, List<PricedProvider> providers) {
    this(day, source, byId(providers));
  }

  private static Map<String, PricedProvider> byId(List<PricedProvider> providers) {
    var byId = new LinkedHashMap<String, PricedProvider>();
    providers.forEach(provider -> byId.put(provider.id(), provider));
    return byId;
  }

  Optional<PricedProvider> provider(String name) {
    var wanted = name.toLowerCase(Locale.ROOT);
    var exact = providers.get(wanted);
    if (exact != null) {
      return Optional.of(exact);
    }
    return providers.values().stream()
        .filter(provider -> provider.match() != null && provider.match().matches(wanted))
        .findFirst();
  }

  Optional<PricedModel> model(String provider, String model) {
    var wanted = model.toLowerCase(Locale.ROOT);
    return provider(provider)
        .flatMap(found ->
            find(found, wanted)
                .or(() -> find(found, COMPACT_DATE.matcher(wanted).replaceAll("-$1-$2-$3"))));
  }

  private Optional<PricedModel> find(PricedProvider provider, String model) {
    var own = provider.find(model);
    if (own.isPresent()) {
      return own;
    }
    // One step only: who resells does not resell a reseller.
    return provider.fallback().stream()
        .flatMap(id -> Optional.ofNullable(providers.get(id)).stream())
        .flatMap(maker -> maker.find(model).stream())
        .findFirst();
  }
}
