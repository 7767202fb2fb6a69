package dev.headgate.providers.bedrock;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.wire.ForeignWords;
import java.util.Map;

/// What Converse calls the formats of images and documents.
final class MediaTypes {
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "pdf", "application/pdf",
          "csv", "text/csv",
          "doc", "application/msword",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xls", "application/vnd.ms-excel",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "html", "text/html",
          "txt", "text/plain",
          "md", "text/markdown");

  private MediaTypes() {}

  static String ofImage(String format) {
    return "image/" + format;
  }

  static String ofDocument(String format) {
    return DOCUMENTS.getOrDefault(format, "application/" + format);
  }

  /// @throws CallFailed `UNSUPPORTED_PARAMETER` if it is no image
  static String imageFormat(String mediaType, String where) {
    if (!mediaType.startsWith("image/")) {
      throw ForeignWords.unsupported(where + ".media_type", Dialect.BEDROCK);
    }
    var format = mediaType.substring("image/".length());
    return format.equals("jpg") ? "jpeg" : format;
  }

  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for a type that has no name there
  static String documentFormat(String mediaType, String where) {
    var plain =
        mediaType.indexOf(';') < 0 ? mediaType : mediaType.substring(0, mediaType.indexOf(';'));
    for (var format : DOCUMENTS.entrySet()) {
      if (format.getValue().equals(plain.strip())) {
        return format.getKey();
      }
    }
    throw ForeignWords.unsupported(where + ".media_type", Dialect.BEDROCK);
  }
}
