package dev.headgate.kernel.money;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The port to what models charge. Thread-safe.
public interface PriceCatalog {
  /// A catalog that knows no price.
  PriceCatalog EMPTY = (_, _, _, _) -> Optional.empty();

  /// What a model charges.
  ///
  /// @param provider the vendor's name in the catalog, such as `openai`
  /// @param model the vendor's name of the model
  /// @param context what else decides the price, such as `processing` = `batch` or `service_tier` =
  ///   `priority`
  Optional<Price> find(String provider, String model, Map<String, String> context, Instant at);
}
