package dev.headgate.runtime.webhooks;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import java.util.Base64;

/// A receiver of signed messages.
///
/// @param url of the receiver, empty if there is none
/// @param secret that messages are signed with, as Standard Webhooks writes it: `whsec_` and base64
/// @param privateAddresses whether the receiver may be in a private network
public record WebhookConfig(String url, Secret secret, boolean privateAddresses) {
  /// Nobody is told.
  public static final WebhookConfig NONE = new WebhookConfig("", new Secret(""), false);

  private static final String PREFIX = "whsec_";

  /// Reads the section.
  ///
  /// @param urlDoc what is posted there
  public static WebhookConfig from(ConfigNode node, String urlDoc) {
    var url = node.text("url", "", urlDoc);
    var secret =
        node.secret("secret", "The secret that messages are signed with: whsec_ and base64")
            .orElse(new Secret(""));
    var privateAddresses =
        node.flag(
            "allow-private-addresses",
            false,
            "Whether the receiver may have a private address, or listen on this machine without TLS.");
    if (!url.isEmpty() && !node.isDescribing()) {
      check(node, url, secret, privateAddresses);
    }
    return new WebhookConfig(url, secret, privateAddresses);
  }

  private static void check(ConfigNode node, String url, Secret secret, boolean privateAddresses) {
    if (!url.startsWith("https://") && !(privateAddresses && url.startsWith("http://"))) {
      node.problem("url", "a webhook is https");
    }
    if (!secret.reveal().isEmpty() && !isKey(secret)) {
      node.problem("secret", "the secret is not whsec_ and base64");
    } else if (!node.has("secret")) {
      node.problem("url", "\"secret\" is missing: without it nobody can tell who sent a message");
    }
  }

  private static boolean isKey(Secret secret) {
    try {
      return secret.reveal().startsWith(PREFIX) && key(secret).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  byte[] key() {
    return key(secret);
  }

  private static byte[] key(Secret secret) {
    return Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
  }

  public boolean isDeclared() {
    return !url.isEmpty();
  }
}
