package dev.headgate.providers;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `aws` section of a provider of the type `bedrock`.
public final class AwsConfig {
  /// For a provider that has none.
  static final AwsConfig NONE = new AwsConfig("us-east-1", null, null, null);

  private static final String REGION = "[a-z0-9-]{2,32}";

  private final String region;
  private final @Nullable Secret accessKey;
  private final @Nullable Secret secretKey;
  private final @Nullable Secret sessionToken;

  private AwsConfig(
      String region,
      @Nullable Secret accessKey,
      @Nullable Secret secretKey,
      @Nullable Secret sessionToken) {
    this.region = region;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.sessionToken = sessionToken;
  }

  static AwsConfig from(ConfigNode node) {
    var region =
        node.text(
            "region", "us-east-1", "The region whose Bedrock is asked, such as eu-central-1.");
    if (!region.matches(REGION) && !node.isDescribing()) {
      node.problem("region", "\"" + region + "\" is no region; write one such as eu-central-1");
      region = "us-east-1";
    }
    var access = node.secret("access-key", "The access key that signs requests.");
    var secret = node.secret("secret-key", "The secret key of the access key.");
    var token = node.secret("session-token", "The session token of temporary credentials.");
    if (access.isPresent() != secret.isPresent() && !node.isDescribing()) {
      node.problem(
          access.isPresent() ? "access-key" : "secret-key",
          "\"access-key\" and \"secret-key\" belong together");
    }
    return new AwsConfig(region, access.orElse(null), secret.orElse(null), token.orElse(null));
  }

  public String region() {
    return region;
  }

  public Optional<Secret> accessKey() {
    return Optional.ofNullable(accessKey);
  }

  public Optional<Secret> secretKey() {
    return Optional.ofNullable(secretKey);
  }

  public Optional<Secret> sessionToken() {
    return Optional.ofNullable(sessionToken);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AwsConfig that
        && region.equals(that.region)
        && accessKey().equals(that.accessKey())
        && secretKey().equals(that.secretKey())
        && sessionToken().equals(that.sessionToken());
  }

  @Override
  public int hashCode() {
    return region.hashCode();
  }
}
