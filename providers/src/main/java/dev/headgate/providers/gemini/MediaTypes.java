package dev.headgate.providers.gemini;

import java.util.Locale;

/// The media type that the end of a name tells of.
final class MediaTypes {
  private MediaTypes() {}

  /// Empty if it tells nothing.
  static String ofName(String url) {
    var query = url.indexOf('?');
    var path = query < 0 ? url : url.substring(0, query);
    return switch (path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "webp" -> "image/webp";
      case "heic" -> "image/heic";
      case "pdf" -> "application/pdf";
      case "txt" -> "text/plain";
      case "csv" -> "text/csv";
      case "html" -> "text/html";
      case "md" -> "text/markdown";
      case "json" -> "application/json";
      case "mp3" -> "audio/mpeg";
      case "wav" -> "audio/wav";
      case "mp4" -> "video/mp4";
      case "mov" -> "video/quicktime";
      case "webm" -> "video/webm";
      default -> "";
    };
  }
}
