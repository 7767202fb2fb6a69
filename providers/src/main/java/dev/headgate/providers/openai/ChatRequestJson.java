package dev.headgate.providers.openai;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Role;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;

/// A canonical request in OpenAI's words, always streamed and with its usage.
final class ChatRequestJson {
  private ChatRequestJson() {}

  /// @param maxTokensName OpenAI has renamed `max_tokens`, which others still expect
  static byte[] write(ChatRequest request, String maxTokensName) {
    var out = new ByteArrayOutputStream(1024);
    try (var json = Json.write(out)) {
      json.writeStartObject();
      json.writeStringProperty("model", request.model());
      json.writeArrayPropertyStart("messages");
      for (var message : request.messages()) {
        json.writeStartObject();
        json.writeStringProperty("role", name(message.role()));
        json.writeStringProperty("content", message.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeSettings(json, request, maxTokensName);
      json.writeBooleanProperty("stream", true);
      json.writeObjectPropertyStart("stream_options");
      json.writeBooleanProperty("include_usage", true);
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeSettings(JsonGenerator json, ChatRequest request, String maxTokensName) {
    var settings = request.settings();
    var maxTokens = settings.maxTokens();
    if (maxTokens != null) {
      json.writeNumberProperty(maxTokensName, maxTokens);
    }
    var temperature = settings.sampling().temperature();
    if (temperature != null) {
      json.writeNumberProperty("temperature", temperature);
    }
    var topP = settings.sampling().topP();
    if (topP != null) {
      json.writeNumberProperty("top_p", topP);
    }
    var seed = settings.sampling().seed();
    if (seed != null) {
      json.writeNumberProperty("seed", seed);
    }
    if (!settings.stop().isEmpty()) {
      json.writeArrayPropertyStart("stop");
      settings.stop().forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static String name(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case DEVELOPER -> "developer";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }
}
