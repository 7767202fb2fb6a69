package dev.headgate.providers.passing;

import dev.headgate.kernel.dialects.RequestFacts.AtProvider;
import dev.headgate.providers.wire.ServedTier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a request says of its provider's side: at which tier it wants to be served, and what it
/// refers to that only the provider has. Filled while the request is read; not thread-safe.
public final class AtProviderWords {
  private String tier = "";
  private String speed = "";
  private String state = "";

  /// `service_tier`, in whichever spelling.
  public void readTier(JsonParser parser, JsonToken value) {
    tier = ServedTier.word(text(parser, value));
  }

  /// `speed`, which Anthropic has beside its tiers.
  public void readSpeed(JsonParser parser, JsonToken value) {
    speed = text(parser, value);
  }

  /// A member that brings in what the provider keeps or fetches, unless it is null or empty. Reads
  /// its value to the end.
  public void readState(String name, JsonParser parser, JsonToken value) {
    var isEmptyText = value == JsonToken.VALUE_STRING && parser.getString().isEmpty();
    var isEmptyList = false;
    if (value == JsonToken.START_ARRAY) {
      isEmptyList = parser.nextToken() == JsonToken.END_ARRAY;
      if (!isEmptyList) {
        skipRest(parser);
      }
    } else {
      parser.skipChildren();
    }
    if (value != JsonToken.VALUE_NULL && !isEmptyText && !isEmptyList) {
      refer(name);
    }
  }

  /// Something in the request refers to what the provider keeps.
  public void refer(String name) {
    state = state.isEmpty() ? name : state;
  }

  public AtProvider read() {
    var served = speed.isEmpty() || speed.equals("standard") ? tier : speed;
    return served.isEmpty() && state.isEmpty() ? AtProvider.NOTHING : new AtProvider(served, state);
  }

  private static void skipRest(JsonParser parser) {
    parser.skipChildren();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
    }
  }

  private static String text(JsonParser parser, JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return "";
  }
}
