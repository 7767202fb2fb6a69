package dev.headgate.runtime.reviews;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.webhooks.WebhookConfig;
import dev.headgate.store.reviews.ReviewBounds;

/// The `reviews` section.
///
/// @param receiver is told of every review that waits or is answered
public record ReviewsConfig(ReviewBounds bounds, WebhookConfig receiver) {
  /// Reads the section.
  public static ReviewsConfig from(ConfigNode reviews) {
    return new ReviewsConfig(
        ReviewBounds.from(reviews),
        reviews.section(
            "webhook",
            "Who is told when a review waits, and when it is answered",
            node -> WebhookConfig.from(node, "Where reviews are posted to, https")));
  }
}
