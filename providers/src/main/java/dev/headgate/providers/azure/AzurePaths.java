package dev.headgate.providers.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.providers.conversations.Door;
import java.net.URLEncoder;

/// Where Azure OpenAI has the addresses of OpenAI's dialects; the base address ends before
/// `/openai`. The key goes into the header `api-key`.
public final class AzurePaths {
  /// The header that takes the key.
  public static final String KEY_HEADER = "api-key";

  private AzurePaths() {}

  /// The form with a version in the query, such as `2024-10-21`: the deployment stands in the path.
  ///
  /// @throws IllegalArgumentException if the version is no date
  public static Door.Paths dated(String apiVersion) {
    if (!apiVersion.matches("\\d{4}-\\d{2}-\\d{2}(-preview)?")) {
      throw new IllegalArgumentException(
          "\""
              + apiVersion
              + "\" is no version of Azure's, such as 2024-10-21 or 2025-04-01-preview");
    }
    var query = "?api-version=" + apiVersion;
    return (path, model) -> {
      // Responses take the deployment in the body, as everywhere.
      var home =
          path.startsWith("/responses") || model.isEmpty()
              ? "/openai"
              : "/openai/deployments/" + URLEncoder.encode(model, UTF_8).replace("+", "%20");
      return home + path + query;
    };
  }

  /// The newer form without a version: the deployment stands in the body, as the model.
  public static Door.Paths v1() {
    return (path, _) -> "/openai/v1" + path;
  }
}
