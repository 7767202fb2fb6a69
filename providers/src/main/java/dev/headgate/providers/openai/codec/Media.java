package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.MediaSource;

/// Addresses of images and files, which may hold the bytes themselves.
final class Media {
  private static final String SCHEME = "data:";
  private static final String MARK = ";base64,";

  private Media() {}

  static MediaSource ofUrl(String url) {
    var mark = url.startsWith(SCHEME) ? url.indexOf(MARK) : -1;
    return mark < 0
        ? new MediaSource.Url("", url)
        : new MediaSource.Inline(
            url.substring(SCHEME.length(), mark), url.substring(mark + MARK.length()));
  }

  /// Empty if the source has no address.
  static String url(MediaSource source) {
    return switch (source) {
      case MediaSource.Inline(var type, var base64) -> SCHEME + type + MARK + base64;
      case MediaSource.Url(_, var url) -> url;
      case MediaSource.Uploaded _, MediaSource.Plain _ -> "";
    };
  }
}
