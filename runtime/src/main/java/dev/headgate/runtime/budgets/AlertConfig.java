package dev.headgate.runtime.budgets;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.webhooks.WebhookConfig;

/// The `alerts` section: who is told when a budget reaches a threshold or is overrun.
///
/// @param receiver without one, what happens is in the log
public record AlertConfig(WebhookConfig receiver) {
  /// Nobody is told; what happens is in the log.
  public static final AlertConfig NONE = new AlertConfig(WebhookConfig.NONE);

  /// Reads the section.
  public static AlertConfig from(ConfigNode node) {
    return new AlertConfig(
        WebhookConfig.from(
            node, "Where alerts are posted to, https; without it they are only in the log"));
  }
}
