package dev.headgate.providers.catalog;

import java.math.BigDecimal;
import java.util.Map;

/// Something that is counted and charged. Units overlap: what has all dimensions of another unit
/// and more is counted in that one too, as cached input tokens are in input tokens.
///
/// @param per how many of them a price is for
/// @param dimensions such as `direction` = `input`
record Unit(String name, BigDecimal per, Map<String, String> dimensions) {
  static final String REQUESTS = "requests";
  static final String INPUT_TOKENS = "input_tokens";

  Unit {
    dimensions = Map.copyOf(dimensions);
  }

  boolean isTokens() {
    return "tokens".equals(dimensions.get("family"));
  }

  boolean isInput() {
    return "input".equals(dimensions.get("direction"));
  }

  boolean isOutput() {
    return "output".equals(dimensions.get("direction"));
  }

  /// Whether `other` is counted in this one.
  boolean includes(Unit other) {
    return !name.equals(other.name)
        && other.dimensions.entrySet().containsAll(dimensions.entrySet());
  }
}
