package dev.headgate.kernel.chat;

import java.util.Locale;

/// What a model is asked to do, in OpenTelemetry's names (`gen_ai.operation.name`) where it has
/// one.
public enum Operation {
  CHAT("chat"),
  EMBEDDINGS("embeddings"),
  MODERATION("moderation"),
  RERANK("rerank"),
  IMAGE("image_generation"),
  SPEECH("speech"),
  TRANSCRIPTION("transcription"),
  /// What a caller asks a provider for at an address that is passed on unread.
  OTHER("other");

  private final String wireName;

  Operation(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /// Whether a provider may answer with content of this type. A web page is never an answer, but a
  /// proxy's way to say something else.
  public boolean allows(String contentType) {
    var type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json") || type.startsWith("text/event-stream")) {
      return true;
    }
    return switch (this) {
      case CHAT, EMBEDDINGS, MODERATION, RERANK -> false;
      case IMAGE -> type.startsWith("image/");
      case SPEECH -> type.startsWith("audio/") || type.startsWith("application/octet-stream");
      case TRANSCRIPTION ->
          type.startsWith("text/plain")
              || type.startsWith("text/vtt")
              || type.startsWith("text/srt")
              || type.startsWith("application/x-subrip");
      case OTHER -> !type.isEmpty() && !type.startsWith("text/html");
    };
  }
}
