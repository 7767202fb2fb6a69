package dev.headgate.providers;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.providers.azure.AzurePaths;
import dev.headgate.providers.gemini.GeminiPaths;
import dev.headgate.providers.services.Service;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// What only the types of one cloud are told.
///
/// @param aws for `bedrock`
/// @param google for `vertex`
/// @param azureVersion for `azure-openai`: the version in the query, empty for the addresses
///   without one
record CloudConfig(AwsConfig aws, GoogleConfig google, String azureVersion) {
  static CloudConfig from(ConfigNode node, Service service, Path folder) {
    return new CloudConfig(
        section(
                node,
                service,
                "aws",
                "bedrock",
                "Only for the type bedrock: the region, and what signs requests.",
                AwsConfig::from)
            .orElse(AwsConfig.NONE),
        section(
                node,
                service,
                "google",
                "vertex",
                "Only for the type vertex: the project, the location, and whose key is used.",
                google -> GoogleConfig.from(google, folder))
            .orElse(GoogleConfig.NONE),
        section(
                node,
                service,
                "azure",
                "azure-openai",
                "Only for the type azure-openai.",
                CloudConfig::azureVersion)
            .orElse(""));
  }

  private static <T> Optional<T> section(
      ConfigNode node,
      Service service,
      String name,
      String type,
      String doc,
      Function<ConfigNode, T> read) {
    var found = node.optionalSection(name, doc, read);
    if (found.isPresent() && !service.name().equals(type) && !node.isDescribing()) {
      node.problem(name, "\"" + name + "\" is only for a provider of the type " + type);
    }
    return found;
  }

  private static String azureVersion(ConfigNode node) {
    var version =
        node.optionalText(
                "api-version",
                "The version in the query of every address, such as 2024-10-21; the base-url then"
                    + " ends before /openai, and the model is a deployment's name. Left out, the"
                    + " base-url ends with /openai/v1.")
            .orElse("");
    if (!version.isEmpty()) {
      try {
        var _ = AzurePaths.dated(version);
      } catch (IllegalArgumentException e) {
        node.problem("api-version", String.valueOf(e.getMessage()));
        return "";
      }
    }
    return version;
  }

  /// The address of a service that has none for everybody; empty if nothing here tells it.
  String baseUrl(Service service) {
    return switch (service.name()) {
      case "bedrock" ->
          aws.region().isEmpty()
              ? ""
              : "https://bedrock-runtime." + aws.region() + ".amazonaws.com";
      case "vertex" -> "https://" + GeminiPaths.vertexHost(google.location()) + "/v1";
      default -> "";
    };
  }
}
