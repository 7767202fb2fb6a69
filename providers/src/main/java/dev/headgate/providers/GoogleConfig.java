package dev.headgate.providers;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import dev.headgate.providers.gemini.GeminiPaths;
import dev.headgate.providers.gemini.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `google` section of a provider of the type `vertex`.
public final class GoogleConfig {
  /// For a provider that has none.
  static final GoogleConfig NONE = new GoogleConfig("", "global", null);

  private final String project;
  private final String location;
  private final @Nullable Secret keyFile;

  private GoogleConfig(String project, String location, @Nullable Secret keyFile) {
    this.project = project;
    this.location = location;
    this.keyFile = keyFile;
  }

  static GoogleConfig from(ConfigNode node, Path folder) {
    var keyFile = keyFile(node, folder);
    var project =
        node.optionalText("project", "The project that pays; the one of the key file if left out.")
            .or(() -> keyFile.flatMap(it -> ServiceAccount.parse(it.reveal()).project()))
            .orElse("");
    var location = node.text("location", "global", "Where the models run, such as europe-west4.");
    try {
      var _ = GeminiPaths.vertex(project, location);
      var _ = GeminiPaths.vertexHost(location);
    } catch (IllegalArgumentException e) {
      node.problem(node.has("project") ? "project" : "location", String.valueOf(e.getMessage()));
      return NONE;
    }
    return new GoogleConfig(project, location, keyFile.orElse(null));
  }

  private static Optional<Secret> keyFile(ConfigNode node, Path folder) {
    var name =
        node.optionalText(
            "key-file",
            "The key file of a service account, in JSON, relative to this file; tokens are fetched"
                + " and renewed with it.");
    if (name.isEmpty() || node.isDescribing()) {
      return Optional.empty();
    }
    var path = folder.resolve(name.get());
    try {
      var text = Files.readString(path);
      var _ = ServiceAccount.parse(text);
      return Optional.of(new Secret(text));
    } catch (IOException e) {
      node.problem("key-file", path + " cannot be read");
    } catch (IllegalArgumentException e) {
      node.problem("key-file", path + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  /// Empty where an API key stands for it.
  public String project() {
    return project;
  }

  public String location() {
    return location;
  }

  public Optional<ServiceAccount> account() {
    return Optional.ofNullable(keyFile).map(it -> ServiceAccount.parse(it.reveal()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GoogleConfig that
        && project.equals(that.project)
        && location.equals(that.location)
        && Optional.ofNullable(keyFile).equals(Optional.ofNullable(that.keyFile));
  }

  @Override
  public int hashCode() {
    return project.hashCode();
  }
}
