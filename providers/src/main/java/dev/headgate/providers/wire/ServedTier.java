package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;

/// At which tier an answer says that it was served. Not thread-safe.
public final class ServedTier {
  private String tier = "";
  private String speed = "";

  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began(_, _, var extras) -> read(extras);
      case ChatEvent.Used(_, var extras) -> read(extras);
      case ChatEvent.PartBegan _,
          ChatEvent.Grew _,
          ChatEvent.Learned _,
          ChatEvent.ChoiceEnded _ -> {}
    }
  }

  private void read(Extras extras) {
    if (!extras.isEmpty()) {
      tier = extras.members().text("service_tier").orElse(tier);
      speed = extras.members().text("speed").orElse(speed);
    }
  }

  /// As the provider names it, empty if it did not say.
  public String name() {
    return of(tier, speed);
  }

  /// @param speed which Anthropic reports beside its tiers
  public static String of(String tier, String speed) {
    return speed.isEmpty() || speed.equals("standard") ? tier : speed;
  }
}
