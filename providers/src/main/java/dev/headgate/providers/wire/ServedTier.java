package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;
import java.util.Locale;

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
    if (extras.isEmpty()) {
      return;
    }
    if (extras.dialect() == Dialect.GEMINI) {
      var said = ofGoogle(extras.members().object("usageMetadata"));
      tier = said.isEmpty() ? tier : said;
      return;
    }
    tier = extras.members().text("service_tier").orElse(tier);
    speed = extras.members().text("speed").orElse(speed);
  }

  // AI Studio names the tier, Vertex AI the traffic that it counts as.
  private static String ofGoogle(Json.Obj counts) {
    var traffic =
        switch (counts.text("trafficType").orElse("")) {
          case "ON_DEMAND_PRIORITY" -> "priority";
          case "ON_DEMAND_FLEX" -> "flex";
          case "ON_DEMAND", "PROVISIONED_THROUGHPUT" -> "standard";
          default -> "";
        };
    return counts.text("serviceTier").map(ServedTier::word).orElse(traffic);
  }

  /// A tier as prices name it: Google has a long form of each.
  public static String word(String said) {
    var small = said.toLowerCase(Locale.ROOT);
    return small.startsWith("service_tier_") ? small.substring("service_tier_".length()) : said;
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
