package dev.headgate.providers.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A provider with the models that it charges for.
///
/// @param match other names of it
/// @param fallback providers whose prices it charges where it has none of its own
record PricedProvider(
    String id,
    @Nullable Clause match,
    List<String> fallback,
    List<Extractor> extractors,
    List<PricedModel> models) {
  PricedProvider {
    fallback = List.copyOf(fallback);
    extractors = List.copyOf(extractors);
    models = List.copyOf(models);
  }

  Optional<PricedModel> find(String model) {
    return models.stream().filter(candidate -> candidate.match().matches(model)).findFirst();
  }

  Optional<Extractor> extractor(String flavor) {
    return extractors.stream().filter(one -> one.flavor().equals(flavor)).findFirst();
  }
}
