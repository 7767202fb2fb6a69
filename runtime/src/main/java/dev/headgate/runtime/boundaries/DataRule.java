package dev.headgate.runtime.boundaries;

import dev.headgate.kernel.config.ConfigNode;
import java.util.List;

/// What a project, a key or a feature says about the data of its calls.
///
/// @param dataClass the least class of its calls, empty if it does not say
/// @param regions where its calls may go; none for everywhere
/// @param providers to which its calls may go; none for all
public record DataRule(String dataClass, List<String> regions, List<String> providers) {
  public static final DataRule NONE = new DataRule("", List.of(), List.of());

  public DataRule {
    regions = List.copyOf(regions);
    providers = List.copyOf(providers);
  }

  public static DataRule from(ConfigNode data) {
    return new DataRule(
        data.text(
            "class", "", "The least class of the data in these calls; see data-boundaries.classes"),
        data.texts(
            "regions", List.of(), "Regions where these calls may go; without it, everywhere"),
        data.texts(
            "providers", List.of(), "Providers to which these calls may go; without it, all"));
  }
}
