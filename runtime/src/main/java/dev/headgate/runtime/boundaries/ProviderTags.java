package dev.headgate.runtime.boundaries;

import dev.headgate.kernel.config.ConfigNode;
import java.util.List;

/// What a provider's declaration says about data.
///
/// @param region empty if it does not say
/// @param accepts empty if it does not say
public record ProviderTags(String region, List<String> accepts) {
  public static final ProviderTags NONE = new ProviderTags("", List.of());

  public ProviderTags {
    accepts = List.copyOf(accepts);
  }

  /// Two keys of a provider's section.
  public static ProviderTags from(ConfigNode provider) {
    return new ProviderTags(
        provider.text("region", "", "Where the provider keeps and computes, such as eu or us-east"),
        provider.texts(
            "accepts",
            List.of(),
            "Classes of data-boundaries.classes that may be sent there; without it, those up to data-boundaries.default"));
  }
}
