package dev.headgate.kernel.chat;

/// Where the bytes of an image, a sound or a file are.
public sealed interface MediaSource {
  /// In the request itself.
  ///
  /// @param mediaType such as `image/png`
  record Inline(String mediaType, String base64) implements MediaSource {}

  /// Where the provider can fetch them.
  ///
  /// @param mediaType empty if the caller did not say
  record Url(String mediaType, String url) implements MediaSource {}

  /// Uploaded to the provider before.
  record Uploaded(String mediaType, String id) implements MediaSource {}

  /// A text that is a document.
  record Plain(String mediaType, String text) implements MediaSource {}
}
